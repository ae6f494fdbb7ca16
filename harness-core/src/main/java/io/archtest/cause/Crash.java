package io.archtest.cause;

import io.archtest.engine.ContainerFacts;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A container that died as emulated processes do when their emulator goes wrong, or programs when they do themselves.
 *
 * @param component where
 * @param emulated whether an emulator executed it
 * @param signal 4, 6 or 11
 * @param image its id: another image is another content
 * @param evidence the line or exit code that it was told by
 */
public record Crash(String component, boolean emulated, int signal, String image, String evidence) {
    /** 128 + the signal. */
    private static final Map<Integer, Integer> SIGNALS = new TreeMap<>(Map.of(132, 4, 134, 6, 139, 11));

    /** Its child may have crashed while the first process ended in another way; QEMU says so in the log. */
    private static final Pattern CONFESSION =
            Pattern.compile("qemu: uncaught target signal (4|6|11)\\b( \\([^)]*\\))?");

    /**
     * None for a container that the kernel killed for memory, nor for one that lives: what it doesn't do, it doesn't do for
     * another reason.
     */
    public static Optional<Crash> of(String component, Symptoms symptoms) {
        return symptoms.container()
                .filter(facts -> died(facts) && !facts.oomKilled())
                .flatMap(facts -> said(component, symptoms, facts).or(() -> exited(component, symptoms, facts)));
    }

    private static boolean died(ContainerFacts facts) {
        return (facts.ended() && facts.exitCode() != 0) || facts.restarts() > 0;
    }

    private static Optional<Crash> said(String component, Symptoms symptoms, ContainerFacts facts) {
        if (!symptoms.emulated()) {
            return Optional.empty();
        }
        for (String line : symptoms.log()) {
            Matcher matcher = CONFESSION.matcher(line);
            if (matcher.find()) {
                return Optional.of(new Crash(
                        component,
                        true,
                        Integer.parseInt(matcher.group(1)),
                        facts.imageId(),
                        Sign.quote(matcher.group())));
            }
        }
        return Optional.empty();
    }

    private static Optional<Crash> exited(String component, Symptoms symptoms, ContainerFacts facts) {
        return Optional.ofNullable(SIGNALS.get(facts.exitCode()))
                .map(signal -> new Crash(
                        component, symptoms.emulated(), signal, facts.imageId(), "exit code " + facts.exitCode()));
    }
}
