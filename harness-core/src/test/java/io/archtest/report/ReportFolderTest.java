package io.archtest.report;

import static io.archtest.testing.ReportFixture.report;
import static io.archtest.testing.ReportFixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archtest.model.InvalidRequestException;
import io.archtest.report.Shard.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportFolderTest {
    @TempDir
    Path folder;

    private final JsonReport json = new JsonReport(List.of());

    /** A job that dies must not upload what an earlier one left in the same folder. */
    @Test
    void theReportOfAnEarlierRunIsGoneAsSoonAsOneBegins() {
        ReportFolder reports = new ReportFolder(folder);
        reports.write(report("shop", run("default")), List.of());
        assertThat(folder).isDirectoryContaining("glob:**report.json").isDirectoryContaining("glob:**junit.xml");

        reports.begin();

        assertThat(folder).isEmptyDirectory();
        reports.begin();
    }

    @Test
    void shardAndAttemptsSurviveTheFile() {
        Unit unit = new Unit("shop", "default");
        Report report = report("shop", run("default").attempt("signal 11"))
                .withShard(new Shard(1, 2, List.of(unit), List.of(unit)));

        Report written = new ReportFolder(folder).write(report, List.of());

        assertThat(written).isEqualTo(report);
        assertThat(written.runs().get(0).flaky()).isTrue();
    }

    @Test
    void readersOfTheFileFindFlakyAndShardByName() throws IOException {
        Unit unit = new Unit("shop", "default");
        new ReportFolder(folder)
                .write(
                        report("shop", run("default").attempt("signal 11"))
                                .withShard(new Shard(2, 3, List.of(unit), List.of(unit))),
                        List.of());

        ObjectNode tree = (ObjectNode)
                new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        assertThat(tree.at("/shard/number").asInt()).isEqualTo(2);
        assertThat(tree.at("/shard/of").asInt()).isEqualTo(3);
        assertThat(tree.at("/shard/units/0/placement").asText()).isEqualTo("default");
        assertThat(tree.at("/runs/0/flaky").asBoolean()).isTrue();
        assertThat(tree.at("/runs/0/attempts/0/failure").asText()).isEqualTo("signal 11");
    }

    @Test
    void aReportOfAnOlderVersionIsRead() throws IOException {
        Report report = report("shop", run("default"));
        new ReportFolder(folder).write(report, List.of());
        Path file = folder.resolve("report.json");
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode tree = (ObjectNode) mapper.readTree(file.toFile());
        assertThat(tree.has("shard")).as("only shards say that they are").isFalse();
        ObjectNode run = (ObjectNode) tree.at("/runs/0");
        run.remove(List.of("attempts", "flaky", "startedAt"));
        mapper.writeValue(file.toFile(), tree);

        Report old = json.read(file);

        assertThat(old.runs().get(0).attempts()).isEmpty();
        assertThat(old.runs().get(0).startedAt()).isNull();
        new JUnitXml().write(old, folder.resolve("junit.xml"));
        assertThat(folder.resolve("junit.xml")).content().contains("timestamp=\"2026-11-23T20:00:00Z\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"schema": "archtest-report/2"} | its schema is 'archtest-report/2', not 'archtest-report/1'
            {"a": 1}                        | its schema is 'none'
            []                              | its schema is 'none'
            {"schema": "archtest-report/1"} | is no report
            <xml/>                          | is no report
            """)
    void whatIsNoReportIsRefused(String text, String why) throws IOException {
        Path file = Files.writeString(folder.resolve("report.json"), text);

        assertThatThrownBy(() -> json.read(file))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(why);
    }

    @Test
    void durationsAreThoseOfRunsThatStarted() {
        Report one = report("shop", run("default").took(5000), run("flip").notStarted("died"));
        Report other = report("shop", run("default").took(7000), run("native").took(100));

        assertThat(Durations.of(List.of(one, other)))
                .isEqualTo(Map.of(new Unit("shop", "default"), 7000L, new Unit("shop", "native"), 100L));
    }
}
