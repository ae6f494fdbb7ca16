package io.archtest.cli;

import java.util.Collection;
import java.util.List;

/** A person's terminal, or a system that archtest knows nothing of. */
final class NoCi implements Ci {
    private final Surroundings surroundings;

    NoCi(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Surroundings surroundings() {
        return surroundings;
    }

    @Override
    public void mask(Collection<String> secrets) {}

    @Override
    public void open(String title) {}

    @Override
    public void endGroup() {}

    @Override
    public void failed(String message) {}

    @Override
    public void finished(List<Finished> all) {}

    @Override
    public void close() {}
}
