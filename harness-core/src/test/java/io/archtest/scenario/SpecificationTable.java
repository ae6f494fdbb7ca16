package io.archtest.scenario;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What archtest makes of each attribute of the Compose Specification, as it stands in COMPOSE.md. */
final class SpecificationTable {
    private static final String CARRIED_OUT = "carried out";
    private static final String REFUSED = "refused";
    private static final String NO_EFFECT = "no effect";

    private final List<Row> rows;

    SpecificationTable(List<String> attributes, SchemaTree schema) {
        this.rows = attributes.stream().map(path -> row(path, schema)).toList();
    }

    private record Row(String path, String support, String reason) {
        String line() {
            return "| `%s` | %s | %s |".formatted(path, support, reason.replace("|", "\\|"));
        }
    }

    private static Row row(String path, SchemaTree schema) {
        Optional<Row> refused = by(path, REFUSED, AttributeSupport.refused());
        Optional<Row> without = by(path, NO_EFFECT, AttributeSupport.withoutEffect());
        return refused.or(() -> without).orElseGet(() -> {
            if (schema.at(path).isEmpty()) {
                throw new AssertionError("neither carried out nor refused: " + path);
            }
            String values = AttributeSupport.refusedValues().get(path);
            return new Row(path, CARRIED_OUT, values == null ? "" : "not every value: " + values);
        });
    }

    /** The reason that stands at the path, or at what is around it. */
    private static Optional<Row> by(String path, String support, Map<String, String> reasons) {
        return above(path)
                .filter(reasons::containsKey)
                .findFirst()
                .map(found -> new Row(
                        path,
                        support,
                        found.equals(path) ? String.valueOf(reasons.get(path)) : "with `%s`".formatted(found)));
    }

    private static Stream<String> above(String path) {
        return Stream.iterate(
                        path, each -> !each.isEmpty(), each -> each.substring(0, Math.max(0, each.lastIndexOf('.'))))
                .flatMap(each -> Stream.of(each, each.replaceFirst("(\\[])+$", "")))
                .distinct();
    }

    /** One line on how many there are of each kind. */
    String counts() {
        return "Of the specification's %d attributes %d are carried out (%d of them not with every value), %d are refused by name with a reason, %d are read and have no effect, and none is missing."
                .formatted(
                        rows.size(),
                        count(CARRIED_OUT),
                        rows.stream()
                                .filter(row -> row.support().equals(CARRIED_OUT)
                                        && !row.reason().isEmpty())
                                .count(),
                        count(REFUSED),
                        count(NO_EFFECT));
    }

    private long count(String support) {
        return rows.stream().filter(row -> row.support().equals(support)).count();
    }

    String lines() {
        return rows.stream().map(Row::line).collect(joining("\n"));
    }
}
