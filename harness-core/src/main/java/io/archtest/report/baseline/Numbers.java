package io.archtest.report.baseline;

import java.util.Collection;
import java.util.Optional;

/** What can be said of a few numbers without assuming anything about them. */
final class Numbers {
    private Numbers() {}

    static Optional<Double> median(Collection<? extends Number> values) {
        double[] sorted =
                values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Optional.empty();
        }
        return Optional.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }
}
