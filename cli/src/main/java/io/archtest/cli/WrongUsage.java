package io.archtest.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of a command line that picocli refuses: its own words know neither commands nor which option is meant. */
final class WrongUsage {
    private final ParameterException exception;
    private final CommandLine command;

    WrongUsage(ParameterException exception) {
        this.exception = exception;
        this.command = exception.getCommandLine();
    }

    /** What is wrong. */
    String message() {
        String text = String.valueOf(exception.getMessage());
        if (exception instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            String word = unmatched.getUnmatched().get(0);
            return commands().isEmpty()
                    ? "'%s' has no place in '%s'".formatted(word, name())
                    : "No command '%s'; there are: %s".formatted(word, commands());
        }
        if (exception instanceof MissingParameterException || commands().isEmpty()) {
            return text.replace("option option", "option"); // picocli says it twice of a value that lacks its '='
        }
        return "%s; there are: %s".formatted(text, commands());
    }

    /** What to do. */
    String advice() {
        List<String> options = exception instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()
                ? meant(unmatched)
                : List.of();
        return options.isEmpty()
                ? "Try '%s --help'".formatted(name())
                : "Did you mean %s? See '%s --help'".formatted(String.join(" or ", options), name());
    }

    /** An option that begins with what was typed is likelier than one of similar letters. */
    private List<String> meant(UnmatchedArgumentException unmatched) {
        String typed = unmatched.getUnmatched().get(0).split("=", 2)[0];
        List<String> longer = command.getCommandSpec().optionsMap().keySet().stream()
                .filter(option -> typed.length() > 2 && option.startsWith(typed))
                .sorted()
                .toList();
        return longer.isEmpty()
                ? Stream.ofNullable(unmatched.getSuggestions())
                        .flatMap(List::stream)
                        .limit(3)
                        .toList()
                : longer;
    }

    private String name() {
        return command.getCommandSpec().qualifiedName();
    }

    /** Empty for a command that has none below it. */
    private String commands() {
        return String.join(
                ", ",
                command.getSubcommands().entrySet().stream()
                        .filter(entry -> !entry.getValue()
                                .getCommandSpec()
                                .usageMessage()
                                .hidden())
                        .map(Map.Entry::getKey)
                        .toList());
    }
}
