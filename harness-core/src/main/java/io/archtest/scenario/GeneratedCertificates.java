package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority for one run, and certificates by it or by themselves, as PEM: {@code tls: { authority: NAME,
 * certificates: [{ names: [HOST], certificate: NAME, key: NAME, self-signed: false }] }}.
 */
final class GeneratedCertificates {
    /** Clocks of machines differ. */
    private static final Duration BEFORE = Duration.ofHours(1);

    private static final Duration VALID = Duration.ofDays(7);
    private static final X500Name AUTHORITY = new X500Name("CN=archtest run-scoped authority");

    private final SecureRandom random = new SecureRandom();
    private final Instant now = Instant.now();

    /** Values by variable name. */
    Map<String, String> generate(Fields tls) {
        Map<String, String> values = new LinkedHashMap<>();
        Optional<String> authority = tls.text("authority");
        List<Yaml> items = tls.items("certificates");
        KeyPair authorityKey = newKey();
        authority.ifPresent(name ->
                values.put(name, pem(certificate(AUTHORITY, AUTHORITY, authorityKey, authorityKey, List.of()))));
        for (Yaml item : items) {
            tls.map(item, "certificates").ifPresent(fields -> add(fields, authority.isPresent(), authorityKey, values));
        }
        tls.finish();
        if (items.isEmpty()) {
            tls.problem(
                    tls.at(),
                    "tls needs 'certificates: [{ names: [HOST], certificate: NAME, key: NAME }]', and 'authority: NAME' for those that aren't self-signed");
        }
        return values;
    }

    private void add(Fields fields, boolean hasAuthority, KeyPair authorityKey, Map<String, String> values) {
        List<String> names = fields.strings("names");
        Optional<String> certificate = fields.text("certificate");
        Optional<String> key = fields.text("key");
        boolean selfSigned = fields.flag("self-signed").orElse(false);
        fields.finish();
        if (names.isEmpty() || certificate.isEmpty() || key.isEmpty()) {
            fields.problem(fields.at(), "a certificate needs 'names', and variable names for 'certificate' and 'key'");
            return;
        }
        if (!selfSigned && !hasAuthority) {
            fields.problem(fields.at(), "nobody signs it: give tls an 'authority', or it 'self-signed: true'");
            return;
        }
        KeyPair own = newKey();
        X500Name subject = new X500Name("CN=" + names.get(0));
        X509CertificateHolder made = selfSigned
                ? certificate(subject, subject, own, own, names)
                : certificate(AUTHORITY, subject, authorityKey, own, names);
        values.put(certificate.get(), pem(made));
        values.put(key.get(), pem(own));
    }

    /** @param names of hosts; none makes an authority (RFC 5280, section 4.2.1.9) */
    private X509CertificateHolder certificate(
            X500Name issuer, X500Name subject, KeyPair signer, KeyPair own, List<String> names) {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(120, random),
                Date.from(now.minus(BEFORE)),
                Date.from(now.plus(VALID)),
                subject,
                own.getPublic());
        try {
            boolean authority = names.isEmpty();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (authority) {
                builder.addExtension(
                        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
            } else {
                builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
            }
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()));
        } catch (CertIOException | OperatorCreationException e) {
            throw new IllegalStateException("every Java platform signs with ECDSA", e);
        }
    }

    private static GeneralNames alternatives(List<String> names) {
        return new GeneralNames(names.stream()
                .map(name -> new GeneralName(
                        name.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    private static String pem(X509CertificateHolder certificate) {
        return written(certificate);
    }

    /** PKCS 8, which every server reads. */
    private static String pem(KeyPair key) {
        try {
            PKCS8Generator encoded = new JcaPKCS8Generator(key.getPrivate(), null);
            return written(encoded);
        } catch (IOException e) {
            throw new IllegalStateException("a new key can be encoded", e);
        }
    }

    private static String written(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
        return text.toString();
    }
}
