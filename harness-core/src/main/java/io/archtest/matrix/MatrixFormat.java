package io.archtest.matrix;

import io.archtest.model.InvalidRequestException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Who reads the matrix. */
public enum MatrixFormat {
    GITHUB(List.of(CiService.GITHUB)),
    GITLAB(List.of(CiService.GITLAB)),
    /** Programs: everything. */
    JSON(List.of(CiService.values()));

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<CiService> services;

    MatrixFormat(List<CiService> services) {
        this.services = services;
    }

    /** Reads the word of {@code --format}. */
    public static MatrixFormat parse(String text) {
        return Arrays.stream(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "Unknown format '%s'; known: github, gitlab, json".formatted(text)));
    }

    /** Whose machines it is about. */
    public List<CiService> services() {
        return services;
    }
}
