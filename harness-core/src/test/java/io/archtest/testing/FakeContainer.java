package io.archtest.testing;

import io.archtest.engine.ContainerFacts;
import io.archtest.engine.ContainerFacts.Health;
import io.archtest.engine.ContainerFacts.State;
import io.archtest.engine.ContainerSpec;
import io.archtest.engine.ExecResult;
import io.archtest.engine.FileEntry;
import io.archtest.model.FileContent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** A container of a {@link FakeEngine}; tests change it as if its processes did. Changes of state become events. */
public final class FakeContainer {
    private final String id;
    private final ContainerSpec spec;
    private final Map<String, String> addresses;
    private final BiConsumer<String, Map<String, String>> events;
    private final List<String> log = new ArrayList<>();
    private final Map<String, FileEntry> files = new LinkedHashMap<>();
    private final List<FileContent> copied = new ArrayList<>();
    private List<String> processes = List.of();
    private Function<List<String>, ExecResult> exec = command -> new ExecResult(0, "", "");
    private Runnable look = () -> {};
    private State state = State.CREATED;
    private Health health = Health.NONE;
    private String healthOutput = "";
    private String error = "";
    private int exitCode;
    private int restarts;
    private boolean oomKilled;
    private long cpuNanos;
    private Optional<Instant> startedAt = Optional.empty();
    private Optional<Instant> finishedAt = Optional.empty();

    FakeContainer(
            String id,
            ContainerSpec spec,
            Map<String, String> addresses,
            BiConsumer<String, Map<String, String>> events) {
        this.id = id;
        this.spec = spec;
        this.addresses = Map.copyOf(addresses);
        this.events = events;
    }

    public String id() {
        return id;
    }

    public ContainerSpec spec() {
        return spec;
    }

    /** It runs; with a health check of its spec it is starting. */
    synchronized void start() {
        state = State.RUNNING;
        startedAt = Optional.of(Instant.now());
        boolean checked = spec.healthCheck().filter(check -> !check.disabled()).isPresent();
        health = checked ? Health.STARTING : Health.NONE;
        events.accept("start", Map.of());
    }

    /** Its first process ends. Does nothing when it isn't running. */
    public synchronized void exit(int code) {
        if (state != State.RUNNING) {
            return;
        }
        state = State.EXITED;
        exitCode = code;
        finishedAt = Optional.of(Instant.now());
        events.accept("die", Map.of("exitCode", Integer.toString(code)));
    }

    /** The kernel kills it for want of memory. */
    public synchronized void runOutOfMemory() {
        oomKilled = true;
        events.accept("oom", Map.of());
        exit(137);
    }

    /** The daemon starts it once more by its restart policy. */
    public synchronized void restart() {
        exit(1);
        restarts++;
        start();
    }

    public synchronized void becomes(Health newHealth, String output) {
        health = newHealth;
        healthOutput = output;
        events.accept("health_status: " + newHealth.name().toLowerCase(java.util.Locale.ROOT), Map.of());
    }

    public synchronized void logs(String... lines) {
        log.addAll(List.of(lines));
    }

    public synchronized void uses(long moreCpuNanos) {
        cpuNanos += moreCpuNanos;
    }

    public synchronized void has(String path, FileEntry entry) {
        files.put(path, entry);
    }

    public synchronized void hasProcesses(String... commandLines) {
        processes = List.of(commandLines);
    }

    /** What the daemon notes as error of its start. */
    public synchronized void hasError(String text) {
        error = text;
    }

    /** Answers commands that are run in it; by default all succeed without output. */
    public synchronized void answers(Function<List<String>, ExecResult> answer) {
        exec = answer;
    }

    /** What happens before each look at it. */
    public synchronized void whenLookedAt(Runnable action) {
        look = action;
    }

    synchronized void lookedAt() {
        look.run();
    }

    /** What was copied into it. */
    public synchronized List<FileContent> copied() {
        return List.copyOf(copied);
    }

    synchronized void copy(List<FileContent> contents) {
        copied.addAll(contents);
        for (FileContent file : contents) {
            byte[] bytes = file.content().getBytes(StandardCharsets.UTF_8);
            files.put(file.target(), new FileEntry(FileEntry.Type.FILE, bytes.length, "", bytes));
        }
    }

    ExecResult exec(List<String> command) {
        Function<List<String>, ExecResult> answer;
        synchronized (this) {
            answer = exec;
        }
        // Outside the lock: an answer may take its time.
        return answer.apply(command);
    }

    synchronized boolean running() {
        return state == State.RUNNING;
    }

    synchronized Optional<FileEntry> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    synchronized List<String> processes() {
        return processes.isEmpty() && state == State.RUNNING ? List.of(String.join(" ", commandLine())) : processes;
    }

    synchronized List<String> log() {
        return List.copyOf(log);
    }

    synchronized Optional<Long> cpuNanos() {
        return Optional.of(cpuNanos);
    }

    private List<String> commandLine() {
        List<String> words = new ArrayList<>(spec.process().entrypoint().orElse(List.of()));
        words.addAll(spec.process().command().orElse(List.of()));
        return words;
    }

    synchronized ContainerFacts facts() {
        return new ContainerFacts(
                id,
                spec.name(),
                state,
                exitCode,
                oomKilled,
                error,
                health,
                healthOutput,
                restarts,
                startedAt,
                finishedAt,
                spec.image(),
                commandLine(),
                spec.process().workingDirectory().orElse(""),
                spec.process().environment(),
                addresses);
    }
}
