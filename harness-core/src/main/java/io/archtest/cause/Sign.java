package io.archtest.cause;

import io.archtest.engine.ContainerFacts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Something that tells a cause.
 *
 * @param seen the evidence, if it shows
 */
public record Sign(Weight weight, Function<Symptoms, Optional<String>> seen) {

    /** What counts more comes first: the last lines of a log often name only a consequence. */
    enum Weight {
        /** The engine's or the kernel's word on the container. */
        FACT,
        /** Why an engine refused something. */
        REFUSAL,
        /** What a check or a connection got. */
        ANSWER,
        /** A line of the container's log. */
        LOG,
        /** A line that may as well be of an attempt which was repeated: only near the end, and if no other line tells more. */
        HINT,
        /** An exit code says little by itself. */
        EXIT
    }

    private static final int QUOTED = 200;
    /** Lines from the end in which a hint counts: the last words and a short trace after them. */
    private static final int NEAR_END = 15;

    /** What a program says when the server is there at last. */
    private static final Pattern OVERCOME = Pattern.compile(
            "^(?!.*(\\b(not|never|no|un\\w+) |n't |fail|error|refus|could ?not|unable|cannot|\\?))"
                    + ".*\\b((re)?connected to|(re)?connection (is )?(re-?)?(established|restored)|ready to accept|listening on)\\b",
            Pattern.CASE_INSENSITIVE);

    static Sign fact(Function<Symptoms, Optional<String>> seen) {
        return new Sign(Weight.FACT, seen);
    }

    /** The engine's facts on the container. */
    static Sign container(Predicate<ContainerFacts> holds, Function<ContainerFacts, String> evidence) {
        return fact(symptoms -> symptoms.container().filter(holds).map(evidence));
    }

    /** What the engine says why it could not start the container, or why it refused something. */
    static Sign engine(String... patterns) {
        Pattern pattern = any(patterns);
        return new Sign(
                Weight.REFUSAL,
                symptoms -> find(pattern, symptoms.engine().lines().toList())
                        .or(() -> symptoms.container()
                                .map(ContainerFacts::error)
                                .filter(error -> pattern.matcher(error).find())
                                .map(Sign::quote)));
    }

    static Sign answer(String... patterns) {
        Pattern pattern = any(patterns);
        return new Sign(
                Weight.ANSWER,
                symptoms -> find(pattern, symptoms.answer().lines().toList()));
    }

    static Sign log(String... patterns) {
        Pattern pattern = any(patterns);
        return new Sign(Weight.LOG, symptoms -> find(pattern, symptoms.tellingLog()));
    }

    /** What programs also log and overcome, such as a server that isn't up yet; not before a line that says that they did. */
    static Sign hint(String... patterns) {
        Pattern pattern = any(patterns);
        return new Sign(Weight.HINT, symptoms -> {
            List<String> log = symptoms.tellingLog();
            int from = Math.max(0, log.size() - NEAR_END);
            for (int i = from; i < log.size(); i++) {
                if (OVERCOME.matcher(log.get(i)).find()
                        && !pattern.matcher(log.get(i)).find()) {
                    from = i + 1;
                }
            }
            return find(pattern, log.subList(from, log.size()));
        });
    }

    /** Only where an emulator executes the container: what a log mentions of one elsewhere is no sign. */
    static Sign emulatedLog(String... patterns) {
        return emulated(log(patterns));
    }

    static Sign exit(int code) {
        return new Sign(
                Weight.EXIT,
                symptoms -> symptoms.exitCode().filter(exit -> exit == code).map(exit -> "exit code " + exit));
    }

    static Sign emulated(Sign sign) {
        return new Sign(
                sign.weight(), symptoms -> symptoms.emulated() ? sign.seen().apply(symptoms) : Optional.empty());
    }

    static Sign natively(Sign sign) {
        return new Sign(
                sign.weight(),
                symptoms -> symptoms.emulated() ? Optional.empty() : sign.seen().apply(symptoms));
    }

    /** The first, where the second shows too; that is then quoted as well. */
    static Sign both(Sign sign, Sign other) {
        return new Sign(
                sign.weight(),
                symptoms -> sign.seen()
                        .apply(symptoms)
                        .flatMap(first -> other.seen()
                                .apply(symptoms)
                                .map(second -> first.equals(second) ? first : "%s; %s".formatted(first, second))));
    }

    static Sign either(Sign... signs) {
        return new Sign(
                signs[0].weight(),
                symptoms -> Arrays.stream(signs)
                        .map(sign -> sign.seen().apply(symptoms))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    /** Shortened between words only: half a secret would not be recognised as one when the report is written. */
    static String quote(String text) {
        String line = text.strip();
        if (line.length() <= QUOTED) {
            return '"' + line + '"';
        }
        int space = line.lastIndexOf(' ', QUOTED);
        int end = space > 0 ? space : line.indexOf(' ');
        return '"' + (end > 0 ? line.substring(0, end) + " …" : line) + '"';
    }

    private static Optional<String> find(Pattern pattern, List<String> lines) {
        return lines.stream()
                .filter(line -> pattern.matcher(line).find())
                .findFirst()
                .map(Sign::quote);
    }

    private static Pattern any(String... patterns) {
        return Pattern.compile(String.join("|", patterns), Pattern.CASE_INSENSITIVE);
    }
}
