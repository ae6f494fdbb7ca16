package io.archtest.check;

import com.google.re2j.Pattern;
import io.archtest.model.Outcome;
import io.archtest.model.Redaction;
import io.archtest.scenario.CheckDeclaration;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Lines that must be in a component's log, which are waited for, and lines that must not. */
final class LogQuestion {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final CheckDeclaration.Log log;
    private final Supplier<Redaction> redaction;
    private final LogPatience patience;

    LogQuestion(CheckDeclaration.Log log, Supplier<Redaction> redaction, LogPatience patience) {
        this.log = log;
        this.redaction = redaction;
        this.patience = patience;
    }

    Outcome ask(SystemUnderTest system) throws Exception {
        Findings findings = new Findings(redaction.get());
        String component = log.component().value();
        Map<String, Predicate<String>> wanted = wanted();
        Duration limit = log.timeout().orElse(LIMIT);
        Optional<List<String>> complete = patience.await(
                system,
                limit,
                () -> Optional.of(system.log(component))
                        .filter(lines ->
                                wanted.values().stream().allMatch(line -> count(lines, line) >= log.atLeast())));
        List<String> lines = complete.orElseGet(() -> system.log(component));
        if (complete.isEmpty()) {
            wanted.forEach((what, line) -> missing(findings, lines, what, count(lines, line), system));
        }
        Optional<String> tooMuch = absent(findings, lines);
        if (tooMuch.isPresent() && findings.none()) {
            return Outcome.errored(tooMuch.get());
        }
        return findings.outcome(evidence(findings, lines, wanted), "");
    }

    private Map<String, Predicate<String>> wanted() {
        Map<String, Predicate<String>> wanted = new LinkedHashMap<>();
        log.present().contains().forEach(text -> wanted.put("with '%s'".formatted(text), line -> line.contains(text)));
        log.present().patterns().forEach(text -> {
            Pattern pattern = Pattern.compile(text);
            wanted.put(
                    "that matches /%s/".formatted(text),
                    line -> pattern.matcher(line).find());
        });
        return wanted;
    }

    private void missing(Findings findings, List<String> lines, String what, long found, SystemUnderTest system) {
        if (found < log.atLeast()) {
            String expected = log.atLeast() == 1 ? "a line %s" : "at least " + log.atLeast() + " lines %s";
            findings.differs(
                    expected.formatted(what),
                    "%s among %d lines after %s%s"
                            .formatted(
                                    found == 0 ? "none" : String.valueOf(found),
                                    lines.size(),
                                    HttpQuestion.seconds(
                                            Limits.scaled(log.timeout().orElse(LIMIT), system)),
                                    lines.isEmpty()
                                            ? ""
                                            : ", the last one " + findings.quoted(lines.get(lines.size() - 1))));
        }
    }

    /** Why nothing can be said of the log's beginning, if that is so. */
    private Optional<String> absent(Findings findings, List<String> lines) {
        for (String text : log.absent()) {
            Pattern pattern = Pattern.compile(text);
            List<String> found =
                    lines.stream().filter(line -> pattern.matcher(line).find()).toList();
            if (!found.isEmpty()) {
                findings.differs(
                        "no line that matches /%s/".formatted(text),
                        "%d %s, the first one %s"
                                .formatted(
                                        found.size(),
                                        found.size() == 1 ? "line" : "lines",
                                        findings.quoted(found.get(0))));
            }
        }
        return !log.absent().isEmpty() && lines.size() >= LiveSystem.WHOLE_LOG
                ? Optional.of("the log of '%s' has more than %d lines, and its beginning was not looked at"
                        .formatted(log.component(), LiveSystem.WHOLE_LOG - 1))
                : Optional.empty();
    }

    private static String evidence(Findings findings, List<String> lines, Map<String, Predicate<String>> wanted) {
        return wanted.values().stream()
                .findFirst()
                .flatMap(wish -> lines.stream().filter(wish).findFirst())
                .map(findings::quoted)
                .orElse("no such line among %d".formatted(lines.size()));
    }

    private static long count(List<String> lines, Predicate<String> line) {
        return lines.stream().filter(line).count();
    }
}
