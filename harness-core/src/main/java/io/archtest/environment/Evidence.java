package io.archtest.environment;

import io.archtest.engine.Engine;
import io.archtest.engine.Labels;
import io.archtest.engine.OwnedResource;
import io.archtest.model.ArchtestException;
import io.archtest.model.RedactingWriter;
import io.archtest.model.Redaction;
import io.archtest.plan.PlannedRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Keeps what containers logged and what their engines say of them, without the run's secrets. */
public final class Evidence {
    /** The engine's, before each line. */
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z ?");

    private final Redaction redaction;
    /** For texts that are read as Latin-1. */
    private final Redaction redactionOfBytes;

    public Evidence(Redaction redaction) {
        this.redaction = redaction;
        this.redactionOfBytes = redaction.and(new Redaction(redaction.secrets().stream()
                .map(secret -> new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .toList()));
    }

    /**
     * Writes {@code <component>.log} and {@code <component>.inspect.json} of every container of the run into a folder.
     * A container whose evidence can't be had is named in the result and stops nothing.
     *
     * @return what could not be written, one sentence each
     */
    public List<String> collect(PlannedRun run, RunScope scope, Path folder) {
        List<String> gaps = new ArrayList<>();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            return List.of("No logs were kept: cannot create %s (%s)".formatted(folder, e.getMessage()));
        }
        Stream<Engine> engines =
                run.profiles().values().stream().map(scope::engine).distinct();
        engines.forEach(engine -> collect(engine, scope, folder, gaps));
        return gaps;
    }

    private void collect(Engine engine, RunScope scope, Path folder, List<String> gaps) {
        List<OwnedResource> owned;
        try {
            owned = engine.owned(Labels.RUN, scope.runId().value());
        } catch (ArchtestException e) {
            gaps.add("No logs were kept: " + e.getMessage());
            return;
        }
        for (OwnedResource resource : owned) {
            if (!engine.answers()) {
                gaps.add("No more logs were kept: the engine answers no more");
                return;
            }
            // probes are archtest's own, and tell nothing of the stack
            if (resource.kind() == OwnedResource.Kind.CONTAINER
                    && !"probe".equals(resource.labels().get(Labels.ROLE))) {
                collect(engine, resource, folder, gaps);
            }
        }
    }

    private void collect(Engine engine, OwnedResource container, Path folder, List<String> gaps) {
        String name = fileName(container);
        try {
            Path raw = folder.resolve(name + ".raw");
            engine.writeLog(container.id(), raw);
            redact(raw, folder.resolve(name + ".log"));
            Files.delete(raw);
            Files.writeString(folder.resolve(name + ".inspect.json"), redaction.of(engine.inspectJson(container.id())));
        } catch (ArchtestException | IOException e) {
            gaps.add("The log of '%s' was not kept: %s".formatted(name, e.getMessage()));
        }
    }

    /** Components by their own name, helpers with their role before it. */
    private static String fileName(OwnedResource container) {
        String role = container.labels().getOrDefault(Labels.ROLE, "container");
        String component = container.labels().getOrDefault(Labels.COMPONENT, container.name());
        return role.equals("component") || role.equals("job") ? component : role + "-" + component;
    }

    private void redact(Path from, Path to) throws IOException {
        // logs may hold any bytes; as Latin-1 they survive the way unchanged
        try (BufferedReader reader = Files.newBufferedReader(from, StandardCharsets.ISO_8859_1);
                RedactingWriter writer = new RedactingWriter(
                        Files.newBufferedWriter(to, StandardCharsets.ISO_8859_1), () -> redactionOfBytes)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Matcher time = TIME.matcher(line);
                int text = time.lookingAt() ? time.end() : 0;
                writer.beside(line.substring(0, text));
                writer.write(line.substring(text));
                writer.beside("\n");
            }
        }
    }
}
