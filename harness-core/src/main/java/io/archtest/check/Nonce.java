package io.archtest.check;

import java.security.SecureRandom;
import java.util.HexFormat;

/** A text that nobody has said before, and that a {@link Witness} knows when it arrives. */
final class Nonce {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 12;

    private Nonce() {}

    static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
