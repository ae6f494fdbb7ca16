package io.archtest.cli;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * GitLab CI: sections that are folded. It has no annotations and can't be told of secrets at run time; what is printed
 * holds none.
 */
final class GitLabCi implements Ci {
    private final Surroundings raw;
    private final Surroundings inert;
    private int sections;
    private boolean open;

    GitLabCi(Surroundings surroundings) {
        this.raw = surroundings;
        this.inert = InertWriter.around(surroundings);
    }

    @Override
    public Surroundings surroundings() {
        return inert;
    }

    @Override
    public void mask(Collection<String> secrets) {}

    @Override
    public synchronized void open(String title) {
        endGroup();
        sections++;
        open = true;
        say(marker("start", "[collapsed=true]") + InertWriter.inert(title).replace('\n', ' '));
    }

    @Override
    public synchronized void endGroup() {
        if (open) {
            open = false;
            say(marker("end", ""));
        }
    }

    @Override
    public void failed(String message) {
        endGroup();
    }

    @Override
    public void finished(List<Finished> all) {
        endGroup();
    }

    @Override
    public void close() {
        endGroup();
    }

    private String marker(String word, String settings) {
        return "\u001b[0Ksection_%s:%d:archtest_%d%s\r\u001b[0K"
                .formatted(word, Instant.now().getEpochSecond(), sections, settings);
    }

    private void say(String line) {
        raw.out().println(line);
        raw.out().flush();
    }
}
