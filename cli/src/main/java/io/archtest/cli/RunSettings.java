package io.archtest.cli;

import io.archtest.model.InvalidRequestException;
import io.archtest.report.Durations;
import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.report.Shard;
import io.archtest.run.Shards;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code archtest run} was asked for, no longer as text.
 *
 * @param millis how long units took earlier
 * @param failFast whether the first run that doesn't pass is the last one
 * @param baseline earlier runs
 */
record RunSettings(
        ScenarioOptions options,
        boolean setup,
        Path reportFolder,
        Optional<Shards> shards,
        Map<Shard.Unit, Long> millis,
        int retries,
        boolean failFast,
        RunBaseline baseline) {

    /** @throws InvalidRequestException for whatever makes no sense, before anything else happens */
    static RunSettings of(
            ScenarioOptions options,
            boolean setup,
            Path reportFolder,
            Optional<String> shard,
            List<Path> durations,
            int retries,
            boolean failFast,
            RunBaseline baseline) {
        options.images();
        if (retries < 0) {
            throw new InvalidRequestException("--retries %d makes no sense; give 0 or more".formatted(retries));
        }
        if (shard.isEmpty() && !durations.isEmpty()) {
            throw new InvalidRequestException(
                    "--durations says how to divide, and there is no --shard K/N to divide by");
        }
        Optional<Shards> shards = shard.map(Shards::parse);
        JsonReport json = new JsonReport(List.of());
        List<Report> earlier = durations.stream().map(json::read).toList();
        return new RunSettings(
                options, setup, reportFolder, shards, Durations.of(earlier), retries, failFast, baseline);
    }
}
