package io.archtest.image;

import io.archtest.model.InvalidRequestException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where images may be had from ({@code --images}). */
public enum ImageMode {
    /** What the engine already holds, else the registry, else packaged with a notice. */
    AUTO("auto"),
    /** Only the real ones: from the registry, or a local image of that name that archtest did not build. */
    REGISTRY("registry"),
    /** Only built on this host from distribution packages. */
    PACKAGED("packaged");

    private final String word;

    ImageMode(String word) {
        this.word = word;
    }

    public static ImageMode parse(String text) {
        return Arrays.stream(values())
                .filter(mode -> mode.word.equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException("Unknown image source '%s'; known: %s"
                        .formatted(
                                text,
                                Arrays.stream(values()).map(ImageMode::word).collect(Collectors.joining(", ")))));
    }

    public String word() {
        return word;
    }
}
