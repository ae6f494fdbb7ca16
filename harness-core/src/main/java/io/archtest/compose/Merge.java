package io.archtest.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lays one tree over another by the rules of the Compose Specification ("Merge"): maps key by key, lists one behind the
 * other, single values replaced; with the exceptions that {@link MergeRules} lists and the tags {@code !reset},
 * {@code !override} and {@code !merge}. Both trees are complete files, or services ({@link #service}).
 */
final class Merge {
    private final Problems problems;

    Merge(Problems problems) {
        this.problems = problems;
    }

    /** A whole file over another. */
    Yaml.Mapping file(Yaml.Mapping below, Yaml.Mapping above) {
        return mapping(below, above, List.of());
    }

    /** A service over the one that it extends. */
    Yaml.Mapping service(Yaml.Mapping below, Yaml.Mapping above) {
        return mapping(below, above, List.of("services", "*"));
    }

    /** A file that lies over no other: its tags have nothing to act on, and its lists hold each thing once. */
    Yaml.Mapping alone(Yaml.Mapping file) {
        return mapping(new Yaml.Mapping(file.at(), Map.of()), file, List.of());
    }

    private Yaml.Mapping mapping(Yaml.Mapping below, Yaml.Mapping above, List<String> path) {
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>(below.entries());
        above.entries().forEach((key, entry) -> {
            List<String> here = append(path, key);
            Yaml.Entry under = entries.get(key);
            Optional<Yaml> merged = value(Optional.ofNullable(under).map(Yaml.Entry::value), entry.value(), here);
            if (merged.isPresent()) {
                entries.put(key, new Yaml.Entry(entry.keyAt(), merged.get()));
            } else {
                entries.remove(key);
            }
        });
        return new Yaml.Mapping(above.at(), entries);
    }

    /** Nothing when the value is to be removed. */
    private Optional<Yaml> value(Optional<Yaml> below, Yaml above, List<String> path) {
        if (above instanceof Yaml.Tagged tagged) {
            return switch (tagged.directive()) {
                case RESET -> Optional.empty();
                case OVERRIDE -> Optional.of(untagged(tagged.value(), path));
                case MERGE -> Optional.of(itemByItem(below, tagged.value(), path));
            };
        }
        if (below.isEmpty() || isNull(below.get())) {
            return Optional.of(untagged(above, path));
        }
        boolean saysNothing = isNull(above) && !MergeRules.nullCounts(path);
        return Optional.of(saysNothing ? below.get() : both(below.get(), above, path));
    }

    private Yaml both(Yaml below, Yaml above, List<String> path) {
        MergeRules.Shape shape = MergeRules.shape(path);
        if (shape == MergeRules.Shape.REPLACED) {
            return untagged(above, path);
        }
        Yaml low = shape.common(below);
        Yaml high = shape.common(above);
        if (low instanceof Yaml.Mapping lower && high instanceof Yaml.Mapping higher) {
            return MergeRules.separate(path, lower, higher) ? untagged(high, path) : mapping(lower, higher, path);
        }
        if (low instanceof Yaml.Sequence lower && high instanceof Yaml.Sequence higher) {
            List<Yaml> items = new ArrayList<>(lower.items());
            items.addAll(higher.items());
            return untagged(new Yaml.Sequence(higher.at(), items), path);
        }
        if ((low instanceof Yaml.Scalar && high instanceof Yaml.Scalar) || MergeRules.eitherForm(path)) {
            return untagged(high, path);
        }
        problems.add(
                above.at(),
                "'%s' can't be laid over the value at %s: one is %s, the other %s. Write both in one form, or replace it by '!override'"
                        .formatted(String.join(".", path), below.at(), above.describe(), below.describe()));
        return below;
    }

    /** {@code !merge}: null, {@code {}} and {@code []} leave the item at their place as it is. */
    private Yaml itemByItem(Optional<Yaml> below, Yaml above, List<String> path) {
        if (!(above instanceof Yaml.Sequence higher)) {
            problems.add(above.at(), "!merge stands on a list; found %s".formatted(above.describe()));
            return untagged(above, path);
        }
        List<Yaml> lower = below.filter(Yaml.Sequence.class::isInstance)
                .map(found -> ((Yaml.Sequence) found).items())
                .orElse(List.of());
        List<Yaml> items = new ArrayList<>();
        for (int i = 0; i < Math.max(lower.size(), higher.items().size()); i++) {
            if (i >= higher.items().size()
                    || (i < lower.size() && isEmpty(higher.items().get(i)))) {
                items.add(lower.get(i));
            } else {
                List<String> here = append(path, "*");
                Optional<Yaml> under = i < lower.size() ? Optional.of(lower.get(i)) : Optional.empty();
                value(under, higher.items().get(i), here).ifPresent(items::add);
            }
        }
        return new Yaml.Sequence(higher.at(), items);
    }

    /** The value with what its tags say carried out on nothing, and each thing once in lists that hold things once. */
    private Yaml untagged(Yaml value, List<String> path) {
        if (value instanceof Yaml.Mapping mapping) {
            return mapping(new Yaml.Mapping(mapping.at(), Map.of()), mapping, path);
        }
        if (value instanceof Yaml.Sequence sequence) {
            List<Yaml> items = new ArrayList<>();
            for (Yaml item : sequence.items()) {
                if (item instanceof Yaml.Tagged tagged) {
                    problems.add(
                            tagged.at(),
                            "%s stands on a key's value, not on an item of a list"
                                    .formatted(tagged.directive().tag()));
                } else {
                    items.add(untagged(item, append(path, "*")));
                }
            }
            return new Yaml.Sequence(sequence.at(), MergeRules.once(path, items));
        }
        return value instanceof Yaml.Tagged tagged ? tagged.value() : value;
    }

    private static boolean isNull(Yaml value) {
        return value instanceof Yaml.Scalar scalar && scalar.missing();
    }

    private static boolean isEmpty(Yaml value) {
        return isNull(value)
                || (value instanceof Yaml.Mapping mapping && mapping.entries().isEmpty())
                || (value instanceof Yaml.Sequence sequence && sequence.items().isEmpty());
    }

    private static List<String> append(List<String> path, String key) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return longer;
    }
}
