package io.archtest.model;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names one run: eight hexadecimal digits, part of the name and a label of everything that the run starts. */
public record RunId(String value) {

    private static final SecureRandom RANDOM = new SecureRandom();

    public static RunId random() {
        byte[] bytes = new byte[4];
        RANDOM.nextBytes(bytes);
        return new RunId(HexFormat.of().formatHex(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
