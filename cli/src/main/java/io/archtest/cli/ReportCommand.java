package io.archtest.cli;

import io.archtest.model.InvalidRequestException;
import io.archtest.report.ConsoleReport;
import io.archtest.report.ConsoleStyle;
import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.report.ReportFolder;
import io.archtest.report.ShardMerge;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code archtest report}: what can be done with reports that are there. */
@Command(
        description = "Works on reports that earlier runs wrote.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ReportCommand {
    private final Surroundings surroundings;

    ReportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "merge",
            description = {
                "Joins the report.json of all shards of a run into one, with junit.xml and the verdict. Refuses when one is",
                "missing, doubled, or of another run. The exit code is that of the whole."
            },
            mixinStandardHelpOptions = true)
    int merge(
            @Parameters(arity = "1..*", paramLabel = "FILE", description = "report.json of each shard.")
                    List<Path> files,
            @Option(
                            names = "--report-dir",
                            paramLabel = "FOLDER",
                            description = "Where the joined report goes. Default: ${DEFAULT-VALUE}.",
                            defaultValue = "archtest-report")
                    Path folder) {
        JsonReport json = new JsonReport(List.of());
        Map<String, Report> parts = new LinkedHashMap<>();
        for (Path file : files) {
            if (parts.put(file.normalize().toString(), json.read(file)) != null) {
                throw new InvalidRequestException("%s is given twice".formatted(file));
            }
        }
        List<Report> merged = ShardMerge.merge(parts);
        for (Report report : merged) {
            Path own = merged.size() == 1 ? folder : folder.resolve(report.scenario());
            Report written = new ReportFolder(own).write(report, List.of());
            ConsoleStyle style = Output.plain(Detail.NORMAL, surroundings).style();
            String text = new ConsoleReport(style).render(written, own.toString());
            // where there are colours a person reads it, else it may be a CI system
            surroundings.out().print(style.colour() ? text : InertWriter.inert(text));
        }
        return ExitCode.of(merged);
    }
}
