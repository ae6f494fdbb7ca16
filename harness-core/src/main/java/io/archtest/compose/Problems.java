package io.archtest.compose;

import io.archtest.model.InvalidRequestException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Collects what is wrong with a file, so that all of it is reported at once. */
public final class Problems {
    private record Problem(Yaml.Position at, String text) {}

    private static final int SHOWN = 25;

    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Set<String> notices = new LinkedHashSet<>();

    public void add(Yaml.Position at, String text) {
        // what an anchor brings in several places is wrong once
        problems.add(new Problem(at, text));
    }

    /** Something that a user should know of, though the file is valid; said once. */
    public void notice(Yaml.Position at, String text) {
        notices.add("%s: %s".formatted(at, text));
    }

    /** In the order in which they were noticed. */
    public List<String> notices() {
        return List.copyOf(notices);
    }

    /** "unknown key", with the nearest known one. */
    public void unknown(Yaml.Position at, String what, String found, Collection<String> known) {
        String guess = nearest(found, known)
                .map("; did you mean '%s'?"::formatted)
                .orElseGet(() -> "; known: " + String.join(", ", new TreeSet<>(known)));
        add(at, "%s '%s'%s".formatted(what, found, guess));
    }

    public boolean none() {
        return problems.isEmpty();
    }

    /** Throws all of them in one exception, in file order. */
    public void throwIfAny(List<Path> files) {
        if (none()) {
            return;
        }
        StringBuilder text = new StringBuilder("%s is no valid scenario, %d %s:"
                .formatted(
                        String.join(" with ", files.stream().map(Path::toString).toList()),
                        problems.size(),
                        problems.size() == 1 ? "problem" : "problems"));
        problems.stream()
                .sorted(Comparator.comparing((Problem problem) -> problem.at().file())
                        .thenComparingInt(problem -> problem.at().line())
                        .thenComparingInt(problem -> problem.at().column()))
                .limit(SHOWN)
                .forEach(problem -> text.append("\n  %s: %s".formatted(problem.at(), problem.text())));
        if (problems.size() > SHOWN) {
            text.append("\n  ... and %d more".formatted(problems.size() - SHOWN));
        }
        throw new InvalidRequestException(text.toString());
    }

    private static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= Math.max(2, word.length() / 3))
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /** Levenshtein's. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int above = row[j];
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
