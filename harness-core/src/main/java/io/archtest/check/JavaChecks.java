package io.archtest.check;

import java.util.List;

/**
 * Checks written in Java, found through {@code ServiceLoader} by the name that a scenario gives in
 * {@code x-archtest.checks: [{class: NAME}]}.
 */
public interface JavaChecks {

    /** The name that scenarios use. */
    String name();

    /** What would go wrong with a stack as it is described, a sentence each; shown before anything is started. */
    default List<String> concerns(StackDescription stack) {
        return List.of();
    }

    /** New checks for one run, asked in this order; they may share state among each other. */
    List<Check> checks();
}
