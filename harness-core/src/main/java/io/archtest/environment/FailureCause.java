package io.archtest.environment;

import io.archtest.engine.ContainerFacts;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why a container failed, where that can be told from its exit code, the daemon's facts or its log.
 *
 * @param name in a few words
 * @param evidence the line or fact that it was told by
 * @param nextStep what to do about it
 */
public record FailureCause(String name, String evidence, String nextStep) {

    private record Sign(String name, Pattern pattern, String nextStep) {
        boolean shows(String text) {
            return pattern.matcher(text).find();
        }
    }

    private static final List<Sign> SIGNS = List.of(
            line(
                    "wrong architecture (exec format error)",
                    "exec format error|cannot execute binary file",
                    "the image holds programs for another architecture than placed on, or the engine has no emulator for it: 'archtest doctor'"),
            line(
                    "emulator crash (QEMU)",
                    "qemu: uncaught target signal|qemu: unhandled CPU exception|qemu: Unsupported syscall",
                    "QEMU's user emulation failed, not the software: place the component natively, or update qemu-user-static"),
            line(
                    "disk full",
                    "no space left on device",
                    "free space on the engine's disk ('docker system df'), then run again"),
            line(
                    "name not resolved",
                    "could not translate host name|Temporary failure in name resolution|getaddrinfo (ENOTFOUND|EAI_AGAIN)|Name or service not known|Name does not resolve",
                    "check that the name is a component on the same network and that depends_on waits for it"),
            line(
                    "database refuses the login",
                    "password authentication failed|no pg_hba.conf entry|role \".*\" does not exist",
                    "compare the user and password that both sides are given"),
            line(
                    "database out of connections",
                    "too many clients already|remaining connection slots are reserved",
                    "raise max_connections or lower the pools of the components"),
            line(
                    "prepared statements behind a pooler",
                    "prepared statement \"[^\"]*\" (already exists|does not exist)",
                    "a pooler in transaction mode gives the connection to others in between: turn prepared statements off (Rails: PREPARED_STATEMENTS=false), or use one that keeps them apart (pgbouncer from 1.21: max_prepared_statements)"),
            line(
                    "address already in use",
                    "address already in use|EADDRINUSE",
                    "two processes in the container want one port"),
            line(
                    "a server it needs refuses connections",
                    "connection refused|ECONNREFUSED",
                    "the server is not up or not where it is looked for: depends_on with condition service_healthy"),
            line(
                    "a connection timed out",
                    "connection timed out|ETIMEDOUT|i/o timeout|timeout expired",
                    "the server is unreachable from this component's network"),
            line(
                    "permission denied",
                    "permission denied|EACCES|operation not permitted",
                    "check the component's user and the owner of what it reads and writes"),
            line(
                    "a required setting is missing",
                    "KeyError: key not found|must be set|is required|missing (required )?(environment|configuration)",
                    "set the variable that the line names"));

    /** The first sign that shows; facts of the daemon count more than log lines. */
    public static Optional<FailureCause> recognise(ContainerFacts facts, List<String> log) {
        return fromFacts(facts).or(() -> fromLog(log)).or(() -> fromExitCode(facts));
    }

    /** For messages: {@code name ("evidence"): next step}. */
    public String describe() {
        return "%s (%s): %s".formatted(name, evidence, nextStep);
    }

    private static Optional<FailureCause> fromFacts(ContainerFacts facts) {
        if (facts.oomKilled()) {
            return Optional.of(new FailureCause(
                    "killed for memory (OOM)",
                    "the engine says OOMKilled",
                    "raise mem_limit or give the engine more memory"));
        }
        if (!facts.error().isBlank()) {
            return Optional.of(SIGNS.stream()
                    .filter(sign -> sign.shows(facts.error()))
                    .findFirst()
                    .map(sign -> new FailureCause(sign.name(), quote(facts.error()), sign.nextStep()))
                    .orElseGet(() -> new FailureCause(
                            "the engine could not start it", quote(facts.error()), "see the engine's message")));
        }
        return Optional.empty();
    }

    private static Optional<FailureCause> fromLog(List<String> log) {
        // by sign first: the list is in order of certainty, and the last lines of a log often name only a consequence
        return SIGNS.stream()
                .flatMap(sign -> log.stream()
                        .filter(line -> sign.shows(line))
                        .map(line -> new FailureCause(sign.name(), quote(line), sign.nextStep())))
                .findFirst();
    }

    private static Optional<FailureCause> fromExitCode(ContainerFacts facts) {
        if (!facts.ended()) {
            return Optional.empty();
        }
        return switch (facts.exitCode()) {
            case 126 -> exit(126, "command cannot be executed", "check its mode bits and architecture");
            case 127 -> exit(127, "command not found", "check 'command' and 'entrypoint' against the image");
            case 132 -> exit(132, "illegal instruction (signal 4)", "typical of an old QEMU or a CPU feature it lacks");
            case 134 -> exit(134, "aborted (signal 6)", "under emulation often the emulator's fault: try it natively");
            case 137 -> exit(137, "killed (signal 9)", "by hand, by the engine, or by the kernel for lack of memory");
            case 139 ->
                exit(
                        139,
                        "segmentation fault (signal 11)",
                        "under emulation often the emulator's fault: try it natively");
            default -> Optional.empty();
        };
    }

    private static Optional<FailureCause> exit(int code, String name, String nextStep) {
        return Optional.of(new FailureCause(name, "exit code " + code, nextStep));
    }

    private static Sign line(String name, String pattern, String nextStep) {
        return new Sign(name, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), nextStep);
    }

    private static String quote(String text) {
        String line = text.strip();
        return '"' + (line.length() > 200 ? line.substring(0, 200) + "…" : line) + '"';
    }
}
