package io.archtest.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.archtest.report.Comparison;
import io.archtest.report.ComparisonTable;
import io.archtest.report.baseline.Baseline;
import io.archtest.report.baseline.Comparer;
import io.archtest.report.baseline.Measurements;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code archtest compare}: today against yesterday, without running anything. */
@Command(
        description = {
            "Compares how long things took in B with how long they took in A, and native with emulated execution in B.",
            "A and B are report.json files, folders with one, or files that 'run --baseline' keeps.",
            "Images aren't in any of the durations. Slower is what can't be noise: see --fail-on-slower."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CompareCommand implements Callable<Integer> {
    /** Who reads it. */
    enum Format {
        TEXT,
        JSON,
        MARKDOWN
    }

    @Parameters(index = "0", paramLabel = "A", description = "Earlier.")
    private Path earlier = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "Now.")
    private Path now = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text: tables that fit the terminal; json: as in report.json; markdown. Default: text.")
    private Format format = Format.TEXT;

    @Option(names = "--scenario", paramLabel = "NAME", description = "The one to compare, where both hold several.")
    private @Nullable String scenario;

    @Option(
            names = "--force",
            description = "Compare in spite of another kind of host, of images or of variant, and say what differs.")
    private boolean force;

    @Option(
            names = "--fail-on-slower",
            description = "Exit code 1 when anything is slower, beyond the noise; not when that can't be told.")
    private boolean failOnSlower;

    private final Surroundings surroundings;

    CompareCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Baseline before = Measurements.read(earlier);
        Baseline after = Measurements.read(now);
        String one = Measurements.scenario(before, after, Optional.ofNullable(scenario));
        Comparison comparison =
                Comparer.compare(earlier.toString(), before.only(one), now.toString(), after.only(one), force);
        surroundings
                .out()
                .print(
                        switch (format) {
                            case TEXT ->
                                new ComparisonTable(comparison)
                                        .text(Output.plain(Detail.NORMAL, surroundings)
                                                .style()
                                                .columns());
                            case JSON -> json(comparison);
                            case MARKDOWN -> new ComparisonTable(comparison).markdown();
                        });
        surroundings.out().flush();
        return failOnSlower && comparison.slower() ? ExitCode.CHECK_FAILED : ExitCode.PASSED;
    }

    private static String json(Comparison comparison) {
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(comparison)
                    + System.lineSeparator();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
