package io.archtest.image;

import io.archtest.engine.EngineInfo;
import io.archtest.model.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a build failed, read from what BuildKit printed. */
final class BuildFailure {
    private static final int SHOWN = 12;
    private static final Pattern ERROR = Pattern.compile("#(\\d+) ERROR: (.*)");
    private static final Pattern STEP =
            Pattern.compile("#(\\d+) \\[(?:(?:linux/\\S+) )?(?:(\\S+) )?\\s*(\\d+)/(\\d+)] (.*)");
    private static final Pattern EXIT = Pattern.compile("(?:exit code: |exit status )(\\d+)");
    private static final Pattern SAID = Pattern.compile("#\\d+ (\\d+\\.\\d+ .*)");
    private static final List<String> UNREACHABLE = List.of(
            "no such host",
            "connection refused",
            "i/o timeout",
            "tls handshake",
            "network is unreachable",
            "failed to do request");
    private static final List<String> NO_IMAGE =
            List.of("pull access denied", "insufficient_scope", "manifest unknown", "repository does not exist");

    private final List<String> lines;
    private final Dockerfile dockerfile;
    private final Architecture architecture;
    private final EngineInfo engine;

    BuildFailure(List<String> lines, Dockerfile dockerfile, Architecture architecture, EngineInfo engine) {
        this.lines = lines;
        this.dockerfile = dockerfile;
        this.architecture = architecture;
        this.engine = engine;
    }

    /** What failed and why in one sentence, then the last lines. */
    String described() {
        String failed = failedStep().map(this::step).orElse("");
        return "%s%s. Its last lines:%s".formatted(failed, cause(), tail());
    }

    /** The last line that begins with "failed to solve" or tells an error, for what isn't understood better. */
    private String said() {
        for (int i = lines.size() - 1; i >= 0; i--) {
            String line = lines.get(i);
            if (!line.isBlank() && !line.startsWith("---") && !line.startsWith(" > ")) {
                return line.replaceFirst("^ERROR: ", "")
                        .replaceFirst("^failed to solve(?: with frontend \\S+)?: ", "")
                        .replaceFirst("^failed to create LLB definition: ", "");
            }
        }
        return "it printed nothing";
    }

    private Optional<String> failedStep() {
        return lines.stream()
                .map(ERROR::matcher)
                .filter(Matcher::matches)
                .map(error -> error.group(1))
                .reduce((first, second) -> second);
    }

    private String step(String number) {
        for (String line : lines) {
            Matcher step = STEP.matcher(line);
            if (step.matches() && step.group(1).equals(number)) {
                String stage = step.group(2) == null ? "" : step.group(2);
                Optional<Dockerfile.Instruction> at = dockerfile.step(
                        stage, Integer.parseInt(step.group(3)), Integer.parseInt(step.group(4)), step.group(5));
                return "%s'%s': "
                        .formatted(
                                at.map(found -> "line %d, ".formatted(found.line()))
                                        .orElse(""),
                                step.group(5));
            }
        }
        return "";
    }

    private String cause() {
        String said = said();
        String all = String.join("\n", lines).toLowerCase(Locale.ROOT);
        String lower = said.toLowerCase(Locale.ROOT);
        if (all.contains("no space left on device")) {
            return "no space is left on the engine's disk (docker system df tells what takes it)";
        }
        if (all.contains("exec format error")) {
            return execFormat();
        }
        Matcher exit = EXIT.matcher(said);
        if (exit.find()) {
            return "exited with %s%s"
                    .formatted(
                            exit.group(1), exit.group(1).equals("137") ? " (killed, mostly for lack of memory)" : "");
        }
        if (lower.contains("no match for platform")) {
            return "the base image has none for %s (%s)".formatted(architecture.platform(), said);
        }
        if (UNREACHABLE.stream().anyMatch(lower::contains)) {
            return "the engine can't reach the registry of a base image, and has none of that name for %s (%s)"
                    .formatted(architecture.platform(), said);
        }
        if (NO_IMAGE.stream().anyMatch(lower::contains)) {
            return "the registry has no such base image, or gives it only to those who log in (%s)".formatted(said);
        }
        if (lower.contains("not found") && lower.contains("cache key")) {
            return "no such file in the context, or .dockerignore leaves it out (%s)".formatted(said);
        }
        return said + feature(lower);
    }

    private String execFormat() {
        return architecture == engine.architecture()
                ? "'exec format error': the base image holds programs of another architecture than %s"
                        .formatted(architecture)
                : "'exec format error': the engine can't execute %s (binfmt_misc lacks the emulator: archtest setup), or the base image holds programs of another architecture"
                        .formatted(architecture);
    }

    private String feature(String lower) {
        boolean old = lower.contains("unknown instruction")
                || lower.contains("unknown flag")
                || lower.contains("unexpected end");
        if (dockerfile.hasHeredocs() && old) {
            return "; here-documents (<<) need a newer BuildKit than engine %s has: Docker 23, or '# syntax=docker/dockerfile:1' as first line, which the engine fetches"
                    .formatted(engine.version());
        }
        return lower.contains("unknown flag")
                ? "; the BuildKit of engine %s doesn't know it: Docker 23 and newer do".formatted(engine.version())
                : "";
    }

    /** What the failed step printed, or else the end of all. */
    private String tail() {
        List<String> shown = new ArrayList<>();
        failedStep()
                .ifPresent(number -> lines.stream()
                        .filter(line -> line.startsWith("#" + number + " "))
                        .map(SAID::matcher)
                        .filter(Matcher::matches)
                        .forEach(line -> shown.add(line.group(1))));
        if (shown.isEmpty()) {
            lines.stream().filter(line -> !line.isBlank()).forEach(shown::add);
        }
        StringBuilder text = new StringBuilder();
        shown.stream()
                .skip(Math.max(0, shown.size() - SHOWN))
                .forEach(line -> text.append("\n    ").append(line));
        return text.toString();
    }
}
