package io.archtest.cli;

import io.archtest.environment.Snapshot;
import io.archtest.model.ArchtestException;
import io.archtest.run.AbortHook;
import io.archtest.run.KeptStack;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The logs of a stack that is kept, as its engines have them. */
final class KeptLogs {
    private final DockerClientProgram docker;
    private final KeptStack stack;
    private final LogLines lines;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();

    KeptLogs(DockerClientProgram docker, KeptStack stack, LogLines lines) {
        this.docker = docker;
        this.stack = stack;
        this.lines = lines;
    }

    /** One after the other. */
    void print(List<Snapshot.Member> members, List<String> options, @Nullable String since) throws Exception {
        for (Snapshot.Member member : members) {
            One one = new One(member);
            if (!one.read(options, since)) {
                throw new ArchtestException(
                        "The log of '%s' can't be read: %s. 'archtest down %s' removes the stack, 'archtest up' starts it anew"
                                .formatted(member.name(), one.last, stack.name()));
            }
            one.source.end();
        }
    }

    /** All at once, until {@code up} says that the stack is gone. */
    void follow(List<Snapshot.Member> members, List<String> options, @Nullable String since, BooleanSupplier up) {
        List<String> following = new ArrayList<>(options);
        following.add("--follow");
        for (Snapshot.Member member : members) {
            One one = new One(member);
            Thread thread = new Thread(() -> one.followed(following, since, up), "archtest-log-" + member.name());
            thread.setDaemon(true);
            thread.start();
        }
        AbortHook hook = new AbortHook(this::end);
        Awaitility.await()
                .forever()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !up.getAsBoolean());
        end();
        hook.close();
    }

    private void end() {
        running.forEach(Process::destroy);
    }

    private final class One {
        private final Snapshot.Member member;
        private final LogLines.Source source;
        private String seen = "";
        private String last = "";

        One(Snapshot.Member member) {
            this.member = member;
            this.source = lines.source(
                    "%s (%s)".formatted(member.name(), stack.architectures().get(member.name())), stack.redaction());
        }

        /** A log's stream ends with its container's process; what is started again goes on after the line seen last. */
        private void followed(List<String> options, @Nullable String since, BooleanSupplier up) {
            Awaitility.await()
                    .forever()
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        List<String> again = seen.isEmpty() ? options : List.of("--follow");
                        read(again, seen.isEmpty() ? since : seen);
                        return !up.getAsBoolean();
                    });
            source.end();
        }

        /** Whether the engine had it. */
        private boolean read(List<String> options, @Nullable String since) throws IOException, InterruptedException {
            List<String> arguments = new ArrayList<>(List.of("logs", "--timestamps"));
            arguments.addAll(options);
            if (since != null) {
                arguments.addAll(List.of("--since", since));
            }
            arguments.add(member.containerId());
            Process process = docker.about(stack, member.name(), arguments)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
            running.add(process);
            String before = seen;
            try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    last = line;
                    String time = LogLines.time(line);
                    // the engine's times all have the same length; a line without one is the docker program's own
                    if (!time.isEmpty() && time.compareTo(before) > 0) {
                        seen = time.compareTo(seen) > 0 ? time : seen;
                        source.line(line);
                    }
                }
            } finally {
                running.remove(process);
            }
            return process.waitFor() == 0;
        }
    }
}
