package io.archtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.FileContent;
import io.archtest.model.InvalidRequestException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedCertificatesTest {
    private static final String STACK = """
            services:
              edge: { image: "nginx:1", configs: [certificate] }
            configs:
              certificate: { content: "${EDGE}" }
            x-archtest:
              secrets:
                TLS:
                  tls:
                    authority: CA
                    certificates:
                      - { names: [a.test, b.test, 10.0.0.1], certificate: EDGE, key: EDGE_KEY }
                      - { names: [self.test], certificate: SELF, key: SELF_KEY, self-signed: true }
            """;

    @TempDir
    Path folder;

    @Test
    void theAuthoritySignsForAllNames() throws Exception {
        Map<String, String> values = read(STACK).secrets();
        X509Certificate authority = certificate(values.get("CA"));
        X509Certificate edge = certificate(values.get("EDGE"));

        edge.verify(authority.getPublicKey());
        edge.checkValidity();
        assertThat(authority.getBasicConstraints()).isNotNegative();
        assertThat(edge.getBasicConstraints()).as("it signs for nobody").isNegative();
        assertThat(edge.getSubjectAlternativeNames())
                .extracting(name -> name.get(1))
                .isEqualTo(List.of("a.test", "b.test", "10.0.0.1"));
        assertThat(fits(edge, values.get("EDGE_KEY"))).isTrue();
        assertThat(fits(edge, values.get("SELF_KEY"))).isFalse();
    }

    @Test
    void aSelfSignedOneIsNotTheAuthoritys() throws Exception {
        Map<String, String> values = read(STACK).secrets();
        X509Certificate self = certificate(values.get("SELF"));

        self.verify(self.getPublicKey());
        assertThatThrownBy(() -> self.verify(certificate(values.get("CA")).getPublicKey()))
                .isInstanceOf(SignatureException.class);
    }

    @Test
    void theyAreNewAtEachReadingAndComeWholeIntoFiles() throws Exception {
        Scenario scenario = read(STACK);

        assertThat(scenario.secrets().get("CA"))
                .isNotEqualTo(read(STACK).secrets().get("CA"));
        assertThat(scenario.components().get(0).files())
                .extracting(FileContent::content)
                .containsExactly(scenario.secrets().get("EDGE"));
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> read(STACK.replace("authority: CA", "")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("nobody signs it");
        assertThatThrownBy(() -> read(STACK.replace("names: [self.test], ", "")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("a certificate needs 'names'");
        assertThatThrownBy(() -> read(STACK.replace("self-signed: true", "selfsigned: true")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("selfsigned");
    }

    private Scenario read(String text) throws IOException {
        return new ScenarioReader().read(Files.writeString(folder.resolve("compose.yaml"), text), Map.of(), Map.of());
    }

    private static X509Certificate certificate(String pem) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private static boolean fits(X509Certificate certificate, String keyPem) throws GeneralSecurityException {
        String base64 = keyPem.replaceAll("-----[A-Z ]+-----|\\s", "");
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(new byte[] {1, 2, 3});
        byte[] signed = signature.sign();
        signature.initVerify(certificate);
        signature.update(new byte[] {1, 2, 3});
        return signature.verify(signed);
    }
}
