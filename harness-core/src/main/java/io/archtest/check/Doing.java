package io.archtest.check;

import io.archtest.model.ComponentName;
import io.archtest.model.Outcome;
import java.util.Optional;
import java.util.Set;

/** A check that does something to the system, which the logs may tell of; one that only looks into them isn't. */
final class Doing implements Check {
    private final Check check;
    private final LogPatience patience;

    Doing(Check check, LogPatience patience) {
        this.check = check;
        this.patience = patience;
    }

    @Override
    public String name() {
        return check.name();
    }

    @Override
    public Optional<ComponentName> component() {
        return check.component();
    }

    @Override
    public Set<String> tags() {
        return check.tags();
    }

    @Override
    public Outcome ask(SystemUnderTest system) throws Exception {
        return patience.ask(check::ask, system);
    }
}
