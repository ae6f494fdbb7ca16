package io.archtest.engine;

import com.github.dockerjava.core.util.CertificateUtils;
import io.archtest.engine.EngineException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * A folder of PEM files as Docker keeps them for an engine: {@code ca.pem} (the system's authorities without it), and
 * {@code cert.pem} with {@code key.pem} where the engine wants to know its clients. docker-java's own reader speaks without
 * TLS, and without a word, when one of them is missing.
 */
final class Certificates {
    private final EngineAddress address;
    private final Path folder;

    Certificates(EngineAddress address, Path folder) {
        this.address = address;
        this.folder = folder;
    }

    /** @throws EngineException naming the file that can't be used */
    SSLContext context() {
        // docker-java's reader of PEM files asks for it by name
        Security.addProvider(new BouncyCastleProvider());
        KeyManager[] own = ownKeys();
        Path authority = folder.resolve("ca.pem");
        try {
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(Files.exists(authority) ? authorities(authority) : systemAuthorities());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new EngineException(Reason.REFUSED, "Cannot speak TLS to '%s': %s".formatted(address.name(), e), e);
        }
    }

    private KeyManager[] ownKeys() {
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        if (!Files.exists(certificate) && !Files.exists(key)) {
            return new KeyManager[0];
        }
        try {
            KeyStore store = CertificateUtils.createKeyStore(Files.readString(key), Files.readString(certificate));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, "docker".toCharArray());
            return keys.getKeyManagers();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw unusable("%s with %s".formatted(certificate, key.getFileName()), e);
        }
    }

    private KeyStore authorities(Path file) {
        try {
            KeyStore store = CertificateUtils.createTrustStore(Files.readString(file));
            if (store.size() == 0) {
                throw new IOException("it holds no certificate");
            }
            return store;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw unusable(file.toString(), e);
        }
    }

    @SuppressWarnings("NullAway") // null is the JDK's word for its own
    private static @Nullable KeyStore systemAuthorities() {
        return null;
    }

    private EngineException unusable(String what, Exception cause) {
        return new EngineException(
                Reason.REFUSED,
                "Cannot use %s for the engine at '%s': %s. Put the engine's own files in: docker context update"
                        .formatted(what, address.name(), cause),
                cause);
    }
}
