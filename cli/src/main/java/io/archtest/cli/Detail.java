package io.archtest.cli;

/** How much is said of a run. */
enum Detail {
    /** The verdict and what failed. */
    QUIET,
    NORMAL,
    /** Each phase, each change of health, and how long each check took, too. */
    VERBOSE
}
