package io.archtest.cli;

import io.archtest.model.InvalidRequestException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** In which form progress is told. */
enum ProgressForm {
    /** Live on a terminal, plain elsewhere. */
    AUTO,
    /** Lines that stay. */
    PLAIN,
    /** Lines that stay, and below them a few that are rewritten. */
    LIVE,
    /** An object of JSON in each line. */
    JSON;

    static ProgressForm parse(String text) {
        return Arrays.stream(values())
                .filter(form -> form.word().equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException("Unknown form '%s' in --progress; known: %s"
                        .formatted(
                                text,
                                Arrays.stream(values()).map(ProgressForm::word).collect(Collectors.joining(", ")))));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
