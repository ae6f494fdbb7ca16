package io.archtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** COMPOSE.md's table has every attribute of the specification and says of each what the code does. */
class SpecificationTableTest {
    private static final String HEAD = "| attribute | archtest | why, or which |\n| --- | --- | --- |\n";
    private static final Path DOCUMENT = Path.of("COMPOSE.md");

    private final SpecificationTable table =
            new SpecificationTable(attributes(), new SchemaTree(ScenarioSchema.document()));

    /** From the specification's own schema: see the file's head. */
    static List<String> attributes() {
        try {
            return Files.readAllLines(Path.of("src/test/resources/io/archtest/scenario/compose-spec-attributes.txt"))
                    .stream()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theDocumentSaysOfEachAttributeWhatTheCodeDoes() throws IOException {
        Path expected = Files.writeString(
                Path.of("target/compose-table.md"), table.counts() + "\n\n" + HEAD + table.lines() + "\n");
        String document = Files.readString(DOCUMENT);
        int from = document.indexOf(HEAD) + HEAD.length();
        int end = document.indexOf("\n\n", from);

        assertThat(document)
                .as("the counts; %s has both as they must be", expected)
                .contains(table.counts());
        assertThat(document.substring(from, end < 0 ? document.length() : end).strip())
                .as("the table; %s has it as it must be", expected)
                .isEqualTo(table.lines());
    }

    @Test
    void whatTheCodeListsIsInTheSpecification() {
        Set<String> listed = new TreeSet<>(AttributeSupport.refused().keySet());
        listed.addAll(AttributeSupport.withoutEffect().keySet());
        listed.addAll(AttributeSupport.refusedValues().keySet());
        listed.removeAll(Set.copyOf(attributes()));

        assertThat(listed).isEmpty();
    }

    @Test
    void everyAttributeOfTheSchemaIsOfTheSpecificationOrArchtestsOwn() {
        Set<String> own = new TreeSet<>(
                new AttributeSamples(ScenarioSchema.document()).attributes().keySet());
        own.removeAll(Set.copyOf(attributes()));
        own.remove(
                "secrets.*.content"); // the specification has it for configs only; generated secrets need it here too

        assertThat(own).allMatch(path -> path.startsWith("x-archtest") || path.startsWith("services.*.x-archtest"));
    }
}
