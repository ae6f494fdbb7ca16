package io.archtest.compose;

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
                .orElseGet(() ->
                        known.isEmpty() ? "; none is declared" : "; known: " + String.join(", ", new TreeSet<>(known)));
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
        List<Problem> sorted = problems.stream()
                .sorted(Comparator.comparing((Problem problem) -> problem.at().file())
                        .thenComparingInt(problem -> problem.at().line())
                        .thenComparingInt(problem -> problem.at().column()))
                .toList();
        StringBuilder text = new StringBuilder("%s is no valid scenario, %d %s:"
                .formatted(
                        String.join(" with ", files.stream().map(Path::toString).toList()),
                        sorted.size(),
                        sorted.size() == 1 ? "problem" : "problems"));
        sorted.stream()
                .limit(SHOWN)
                .forEach(problem -> text.append("\n  %s: %s".formatted(problem.at(), problem.text())));
        if (sorted.size() > SHOWN) {
            text.append("\n  ... and %d more".formatted(sorted.size() - SHOWN));
        }
        throw new InvalidFileException(text.toString(), files.get(0).resolveSibling(""), sorted);
    }

    private static Optional<String> nearest(String word, Collection<String> known) {
        int limit = Math.max(2, word.length() / 3);
        return known.stream()
                // a word's length alone can tell, and one of a hundred thousand letters would take long to compare
                .filter(candidate -> Math.abs(word.length() - candidate.length()) <= limit)
                .filter(candidate -> distance(word, candidate) <= limit)
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
