package io.archtest.scenarios.mastodon;

import io.archtest.scenario.ScenarioReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.ssl.SSLContexts;

/** A run's authority and a certificate by it, made by the scenario reader as in every run. */
record TestAuthority(String authority, SSLContext server) {
    private static final char[] NO_PASSWORD = {};

    /** @param names those in the certificate, comma-separated */
    static TestAuthority naming(String names, Path folder) throws IOException, GeneralSecurityException {
        Path file = Files.writeString(folder.resolve("authority.yaml"), """
                services: { edge: { image: "nginx:1" } }
                x-archtest:
                  secrets:
                    TLS: { tls: { authority: CA, certificates: [{ names: [%s], certificate: EDGE, key: KEY }] } }
                """.formatted(names));
        Map<String, String> values =
                new ScenarioReader().read(file, Map.of(), Map.of()).secrets();
        Certificate certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(values.get("EDGE").getBytes(StandardCharsets.US_ASCII)));
        byte[] encoded = Base64.getMimeDecoder().decode(values.get("KEY").replaceAll("-----.*-----", ""));
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("edge", key, NO_PASSWORD, new Certificate[] {certificate});
        return new TestAuthority(
                values.get("CA"),
                SSLContexts.custom().loadKeyMaterial(store, NO_PASSWORD).build());
    }
}
