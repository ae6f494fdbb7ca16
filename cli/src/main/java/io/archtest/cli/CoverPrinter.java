package io.archtest.cli;

import io.archtest.plan.Cover;
import io.archtest.plan.Cover.Combination;
import io.archtest.plan.Talks;
import io.archtest.report.CombinationTable;
import io.archtest.report.TextColumns;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the placements named {@code cover-...} are good for: who uses which link in which combination, or why nobody can. */
final class CoverPrinter {
    private static final int COLUMNS = 80;
    private static final int CELL = 8;

    /** Of one reason; all have a dash in the table. */
    private static final int NAMED = 4;

    private final PrintWriter out;

    CoverPrinter(PrintWriter out) {
        this.out = out;
    }

    void print(Cover cover, Talks talks) {
        wrapped(
                "",
                "cover: %d placements in place of 2^%d%s use every link in all combinations that its ends allow; %s"
                        .formatted(
                                cover.placements().size(),
                                cover.free(),
                                cover.free() > 33
                                        ? ""
                                        : String.format(Locale.ROOT, " = %,d", BigInteger.TWO.pow(cover.free())),
                                cover.proven()
                                        ? "no fewer do"
                                        : "whether fewer would do was not found out in the steps allowed"),
                2);
        CombinationTable table = new CombinationTable("from -> to, in the placements cover-...");
        cover.links()
                .forEach(link -> table.row(
                        link.from().value(),
                        link.to().value(),
                        Combination.all().stream()
                                .map(combination -> numbers(cover, link, combination))
                                .toList()));
        table.lines().forEach(out::println);
        reasons(talks).forEach((reason, links) -> wrapped("  ", "-: %s (%s)".formatted(reason, few(links)), 4));
        cover.notes().forEach(note -> wrapped("  ", "! " + note, 4));
    }

    private static String numbers(Cover cover, Cover.Link link, Combination combination) {
        List<Integer> numbers = IntStream.range(0, cover.placements().size())
                .filter(i -> combination.isOf(cover.placements().get(i), link))
                .map(i -> i + 1)
                .boxed()
                .toList();
        if (numbers.isEmpty()) {
            return "-";
        }
        String all = numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
        int first = numbers.get(0);
        int last = numbers.get(numbers.size() - 1);
        if (all.length() <= CELL) {
            return all;
        }
        return last - first + 1 == numbers.size()
                ? "%d-%d".formatted(first, last)
                : "%d of %d".formatted(numbers.size(), cover.placements().size());
    }

    private static Map<String, List<String>> reasons(Talks talks) {
        Map<String, List<String>> links = new LinkedHashMap<>();
        for (Talks.Talk talk : talks.talks()) {
            talk.impossible().values().stream()
                    .distinct()
                    .forEach(reason -> links.computeIfAbsent(reason, any -> new ArrayList<>())
                            .add(talk.link().toString()));
        }
        return links;
    }

    private static String few(List<String> links) {
        String named = links.stream().limit(NAMED).collect(Collectors.joining(", "));
        return links.size() > NAMED ? "%s and %d more".formatted(named, links.size() - NAMED) : named;
    }

    private void wrapped(String indent, String text, int hanging) {
        TextColumns.wrap(indent + TextColumns.oneLine(text), hanging, COLUMNS).forEach(out::println);
    }
}
