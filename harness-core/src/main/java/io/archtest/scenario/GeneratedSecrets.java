package io.archtest.scenario;

import io.archtest.compose.Fields;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the values that {@code x-archtest.secrets} asks for. */
final class GeneratedSecrets {
    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int COORDINATE_BYTES = 32;
    private static final int MAX_LENGTH = 4096;

    private final SecureRandom random = new SecureRandom();

    /** By variable name. */
    Map<String, String> generate(Fields secrets) {
        Map<String, String> values = new LinkedHashMap<>();
        secrets.entries()
                .forEach((name, entry) -> secrets.map(name).ifPresent(rule -> {
                    Optional<Integer> hex = rule.parsed("hex", GeneratedSecrets::length);
                    Optional<Integer> alphanumeric = rule.parsed("alphanumeric", GeneratedSecrets::length);
                    Optional<Fields> vapid = rule.map("vapid");
                    Optional<Fields> tls = rule.map("tls");
                    rule.finish();
                    hex.ifPresent(bytes -> values.put(name, hex(bytes)));
                    alphanumeric.ifPresent(length -> values.put(name, alphanumeric(length)));
                    vapid.ifPresent(names -> vapid(names, values));
                    tls.ifPresent(certificates -> values.putAll(new GeneratedCertificates().generate(certificates)));
                    long kinds = Stream.of(hex, alphanumeric, vapid, tls)
                            .filter(Optional::isPresent)
                            .count();
                    if (kinds > 1) {
                        rule.problem(entry.keyAt(), "secret '%s' has several kinds; give one".formatted(name));
                    }
                    if (kinds == 0) {
                        rule.problem(
                                entry.keyAt(),
                                "secret '%s' needs a kind: { hex: BYTES }, { alphanumeric: CHARACTERS }, { vapid: { private: NAME, public: NAME } } or { tls: { authority: NAME, certificates: [...] } }"
                                        .formatted(name));
                    }
                }));
        return values;
    }

    private static int length(String text) {
        int length = Integer.parseInt(text);
        if (length < 1 || length > MAX_LENGTH) {
            throw new NumberFormatException(text);
        }
        return length;
    }

    private String hex(int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }

    private String alphanumeric(int length) {
        return random.ints(length, 0, ALPHANUMERIC.length())
                .collect(StringBuilder::new, (text, i) -> text.append(ALPHANUMERIC.charAt(i)), StringBuilder::append)
                .toString();
    }

    /** A P-256 key pair as web push wants it (RFC 8292, section 2 and 3.2), base64url with padding. */
    private static void vapid(Fields names, Map<String, String> values) {
        Optional<String> privateName = names.text("private");
        Optional<String> publicName = names.text("public");
        names.finish();
        if (privateName.isEmpty() || publicName.isEmpty()) {
            names.problem(names.at(), "vapid needs two variable names: { private: NAME, public: NAME }");
            return;
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            ECPublicKey publicKey = (ECPublicKey) pair.getPublic();
            byte[] point = new byte[1 + 2 * COORDINATE_BYTES];
            point[0] = 4; // uncompressed
            put(publicKey.getW().getAffineX(), point, 1);
            put(publicKey.getW().getAffineY(), point, 1 + COORDINATE_BYTES);
            byte[] scalar = new byte[COORDINATE_BYTES];
            put(((ECPrivateKey) pair.getPrivate()).getS(), scalar, 0);
            values.put(privateName.get(), Base64.getUrlEncoder().encodeToString(scalar));
            values.put(publicName.get(), Base64.getUrlEncoder().encodeToString(point));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /** {@code toByteArray} gives 31 or 33 bytes for some numbers. */
    private static void put(BigInteger number, byte[] target, int at) {
        byte[] bytes = number.toByteArray();
        int from = Math.max(0, bytes.length - COORDINATE_BYTES);
        int count = bytes.length - from;
        System.arraycopy(bytes, from, target, at + COORDINATE_BYTES - count, count);
    }
}
