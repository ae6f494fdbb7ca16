package io.archtest.testing.standin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** An authority of a test's own, and the certificates for an engine and its clients, made by {@code openssl}. */
public final class RemoteCertificates {
    private static final String PAST = "-startdate 20000101000000Z -enddate 20010101000000Z";

    private final Path folder;

    RemoteCertificates(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca-key.pem -out ca.pem");
    }

    /** A folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem} for the engine at an address. */
    public Path server(String name, String address) throws IOException {
        return signed(name, "-days 2", "subjectAltName=IP:%s\nextendedKeyUsage=serverAuth\n".formatted(address));
    }

    /** The same, valid until the year 2001. */
    public Path expiredServer(String name, String address) throws IOException {
        return signed(name, PAST, "subjectAltName=IP:%s\nextendedKeyUsage=serverAuth\n".formatted(address));
    }

    /** A folder as a Docker context wants it. */
    public Path client(String name) throws IOException {
        return signed(name, "-days 2", "extendedKeyUsage=clientAuth\n");
    }

    /** The same, valid until the year 2001. */
    public Path expiredClient(String name) throws IOException {
        return signed(name, PAST, "extendedKeyUsage=clientAuth\n");
    }

    private Path signed(String name, String validity, String extensions) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        Files.writeString(own.resolve("extensions"), extensions);
        openssl("req -newkey rsa:2048 -nodes -subj /CN=%s -keyout %s/key.pem -out %s/request.pem"
                .formatted(name, name, name));
        sign(own, validity);
        Files.copy(folder.resolve("ca.pem"), own.resolve("ca.pem"), StandardCopyOption.REPLACE_EXISTING);
        return own;
    }

    /** By {@code openssl ca}: only that takes a validity in the past in all versions. */
    private void sign(Path own, String validity) throws IOException {
        Path settings = Files.writeString(own.resolve("ca.cnf"), """
                [ca]
                default_ca = own
                [own]
                database = %s/index
                serial = %s/serial
                new_certs_dir = %s
                default_md = sha256
                policy = any
                [any]
                commonName = supplied
                """.formatted(own, own, own));
        Files.writeString(own.resolve("index"), "");
        Files.writeString(own.resolve("serial"), "01\n");
        openssl(
                "ca -batch -config %s -cert ca.pem -keyfile ca-key.pem -in %s/request.pem -out %s/cert.pem -notext -extfile %s/extensions %s"
                        .formatted(settings, own, own, own, validity));
    }

    private void openssl(String arguments) throws IOException {
        NetworkNamespace.onHost("sh", "-c", "cd '%s' && openssl %s".formatted(folder, arguments));
    }
}
