package io.archtest.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How GitHub's runner looks for commands in a log (actions/runner, ActionCommand): the new form at the beginning of a line
 * after any white space, else the old one anywhere in it. What it doesn't know is text.
 */
final class GitHubRunner {
    private static final Set<String> COMMANDS = Set.of(
            "error", "warning", "notice", "group", "endgroup", "add-mask", "set-output", "stop-commands", "debug");

    private static final Pattern NEW = Pattern.compile("^[\\s\\p{Z}\u0085\ufeff]*::([a-z-]+)(?: ([^:]*))?::(.*)$");
    private static final Pattern OLD = Pattern.compile("##\\[([a-z-]+)(?: ([^\\]]*))?\\](.*)$");

    record Obeyed(String name, String properties, String data) {}

    private GitHubRunner() {}

    /** All that it would obey, in order. */
    static List<Obeyed> reads(String log) {
        return log.lines().map(GitHubRunner::command).flatMap(Optional::stream).toList();
    }

    private static Optional<Obeyed> command(String line) {
        for (Pattern form : List.of(NEW, OLD)) {
            Matcher matcher = form.matcher(line);
            if (matcher.find() && COMMANDS.contains(matcher.group(1))) {
                String properties = matcher.group(2) == null ? "" : matcher.group(2);
                return Optional.of(new Obeyed(matcher.group(1), properties, unescaped(matcher.group(3))));
            }
        }
        return Optional.empty();
    }

    private static String unescaped(String data) {
        return data.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    }
}
