package io.archtest.report.baseline;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.model.InvalidRequestException;
import io.archtest.report.JsonFault;
import io.archtest.report.JsonReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads samples from whatever has some. */
public final class Measurements {
    private static final String REPORT = "report.json";

    private Measurements() {}

    /**
     * Of a baseline file, a report.json or the folder with it.
     *
     * @throws InvalidRequestException when it is none of these
     */
    public static Baseline read(Path path) {
        if (!Files.exists(path)) {
            throw new InvalidRequestException("There is no %s to compare".formatted(path));
        }
        Path file = Files.isDirectory(path) ? reportIn(path) : path;
        if (isBaseline(file)) {
            return new BaselineFile(file).read();
        }
        return Comparer.samples(new JsonReport(List.of()).read(file));
    }

    /**
     * The one scenario that both are about.
     *
     * @throws InvalidRequestException when there is none, or a choice that nobody made
     */
    public static String scenario(Baseline earlier, Baseline now, Optional<String> wish) {
        NavigableSet<String> both = new TreeSet<>(now.scenarios());
        both.retainAll(earlier.scenarios());
        String known = "runs that passed are there of: %s; here of: %s"
                .formatted(listed(earlier.scenarios()), listed(now.scenarios()));
        if (wish.isPresent()) {
            return wish.filter(both::contains)
                    .orElseThrow(() -> new InvalidRequestException(
                            "Scenario '%s' isn't in both; %s".formatted(wish.get(), known)));
        }
        if (both.isEmpty()) {
            throw new InvalidRequestException("Both must be of the same scenario; " + known);
        }
        if (both.size() > 1) {
            throw new InvalidRequestException(
                    "Both hold several scenarios (%s); name one with --scenario".formatted(listed(both)));
        }
        return both.first();
    }

    private static String listed(SortedSet<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private static Path reportIn(Path folder) {
        Path file = folder.resolve(REPORT);
        if (Files.isRegularFile(file)) {
            return file;
        }
        try (Stream<Path> below = Files.list(folder)) {
            String others = below.filter(each -> Files.isRegularFile(each.resolve(REPORT)))
                    .sorted()
                    .map(Path::toString)
                    .collect(Collectors.joining(", "));
            throw new InvalidRequestException("There is no %s in the folder %s%s"
                    .formatted(REPORT, folder, others.isEmpty() ? "" : "; there is one in: " + others));
        } catch (IOException e) {
            throw new InvalidRequestException("Cannot read the folder %s: %s".formatted(folder, e));
        }
    }

    private static boolean isBaseline(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new InvalidRequestException("%s is no ordinary file".formatted(file));
            }
            if (Files.size(file) == 0) {
                throw new InvalidRequestException("%s is empty: neither a report nor a baseline".formatted(file));
            }
            String schema =
                    new ObjectMapper().readTree(file.toFile()).path("schema").asText("");
            return schema.startsWith("archtest-baseline/");
        } catch (JacksonException e) {
            throw new InvalidRequestException(
                    "%s is neither a report nor a baseline: %s".formatted(file, JsonFault.reason(e)));
        } catch (IOException e) {
            throw new InvalidRequestException("Cannot read %s: %s".formatted(file, e));
        }
    }
}
