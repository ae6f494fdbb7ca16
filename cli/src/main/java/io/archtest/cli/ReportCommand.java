package io.archtest.cli;

import io.archtest.model.InvalidRequestException;
import io.archtest.report.ConsoleReport;
import io.archtest.report.ConsoleStyle;
import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.report.ReportFolder;
import io.archtest.report.ShardMerge;
import java.nio.file.Files;
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
            name = "render",
            description = "Writes report.html and junit.xml anew, from the report.json and the logs in a folder.",
            mixinStandardHelpOptions = true)
    int render(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "FOLDER",
                            description = "The folder, or its report.json. Default: ${DEFAULT-VALUE}.",
                            defaultValue = "archtest-report")
                    Path place) {
        ReportFolder folder = folder(place);
        Report report = folder.read();
        folder.mustBeWritable();
        folder.render(report);
        surroundings.out().println("wrote %s and junit.xml".formatted(folder.html()));
        return ExitCode.PASSED;
    }

    @Command(
            name = "open",
            description = "Shows report.html in the browser, where there is one; says where it is in any case.",
            mixinStandardHelpOptions = true)
    int open(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "FOLDER",
                            description = "The folder. Default: ${DEFAULT-VALUE}.",
                            defaultValue = "archtest-report")
                    Path place) {
        Path page = folder(place).html();
        if (!Files.isRegularFile(page)) {
            throw new InvalidRequestException(
                    "There is no report.html in %s. Name the folder that 'archtest run' wrote to; where there is a report.json, 'archtest report render %s' makes it"
                            .formatted(place, place));
        }
        new ReportOpener(surroundings).open(page);
        return ExitCode.PASSED;
    }

    /** People name either. */
    private static ReportFolder folder(Path place) {
        if (Files.isDirectory(place) || !Files.exists(place)) {
            return new ReportFolder(place);
        }
        if (!place.endsWith("report.json") && !place.endsWith("report.html")) {
            throw new InvalidRequestException("%s is neither a report's folder nor its report.json".formatted(place));
        }
        return new ReportFolder(place.resolveSibling(""));
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
        new ReportFolder(folder).mustBeWritable();
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
