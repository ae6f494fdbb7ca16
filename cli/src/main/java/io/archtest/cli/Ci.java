package io.archtest.cli;

import io.archtest.model.InvalidRequestException;
import io.archtest.report.Report;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The system in whose log the output is read, and what it can be told beside that. */
interface Ci extends AutoCloseable {

    /** A scenario's report, and the file that it was read from. */
    record Finished(Report report, Path scenario) {}

    /** Where everything else is written to: what would be a command to the system in it is text afterwards. */
    Surroundings surroundings();

    /** Texts that the system must never show; before anything that could hold them. */
    void mask(Collection<String> secrets);

    /** The lines from here on belong together; ends those before. */
    void open(String title);

    /** The lines from here on stand for themselves. */
    void endGroup();

    /** It could not be done at all. */
    void failed(String message);

    void finished(List<Finished> all);

    @Override
    void close();

    /** By {@code --ci}: {@code auto} goes by the variables that the systems set. */
    static Ci choose(String word, Surroundings surroundings) {
        return switch (word) {
            case "github" -> new GitHubActions(surroundings);
            case "gitlab" -> new GitLabCi(surroundings);
            case "none" -> new NoCi(surroundings);
            case "auto" -> {
                Map<String, String> environment = surroundings.environment();
                if (environment.getOrDefault("GITHUB_ACTIONS", "").equals("true")) {
                    yield new GitHubActions(surroundings);
                }
                yield environment.getOrDefault("GITLAB_CI", "").equals("true")
                        ? new GitLabCi(surroundings)
                        : new NoCi(surroundings);
            }
            default ->
                throw new InvalidRequestException(
                        "Unknown CI system '%s' in --ci; known: auto, github, gitlab, none".formatted(word));
        };
    }
}
