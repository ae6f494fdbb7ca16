package io.archtest.check;

import io.archtest.check.Probes.Probe;
import io.archtest.engine.Engine;
import io.archtest.engine.ExecResult;
import io.archtest.engine.FileEntry;
import io.archtest.model.ArchtestException;
import io.archtest.model.FileContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Talks over TCP from within a component's network. */
final class TalkFromInside {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration MARGIN = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(150);
    private static final int MAX_STATUS = 10_000;

    private TalkFromInside() {}

    /** @param enough whether what came so far will do */
    static Talk talk(
            Probe probe, String host, int port, String send, Predicate<Talk> enough, Duration limit, int maxBytes) {
        String prefix = "/archtest-" + Nonce.next();
        Engine engine = probe.engine();
        engine.copyInto(probe.containerId(), List.of(new FileContent(prefix + ".in", send, 0600, 0, 0)));
        // names of components, numbers and a nonce: nothing that a shell would take for anything else
        String script = "perl %s %s %d %.1f %d %s.in >%s.out 2>%s.err &"
                .formatted(Probes.TALK, host, port, limit.toMillis() / 1000.0, maxBytes, prefix, prefix, prefix);
        ExecResult begun = engine.exec(probe.containerId(), List.of("sh", "-c", script), START);
        if (!begun.succeeded()) {
            throw new ArchtestException("Could not talk from the network of '%s': %s"
                    .formatted(probe.component().name(), begun.errorOutput().strip()));
        }
        try {
            return Awaitility.await()
                    .atMost(limit.plus(MARGIN))
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .until(() -> soFar(probe, prefix, maxBytes), talk -> talk.over() || enough.test(talk));
        } catch (ConditionTimeoutException e) {
            throw new ArchtestException(
                    "What was said to '%s' port %d did not come to an end within %d s"
                            .formatted(host, port, limit.plus(MARGIN).toSeconds()),
                    e);
        }
    }

    private static Talk soFar(Probe probe, String prefix, int maxBytes) {
        // the end first: what is answered before it is in the other file then
        List<String> status = read(probe, prefix + ".err", MAX_STATUS).lines().toList();
        String text = read(probe, prefix + ".out", maxBytes);
        if (status.isEmpty()) {
            return new Talk("", "", text, "");
        }
        String[] first = status.get(0).split("\t", 2);
        if (first.length < 2) {
            throw new ArchtestException("The one that talks from the network of '%s' failed: %s"
                    .formatted(probe.component().name(), String.join(" ", status)));
        }
        String end = status.stream()
                .filter(line -> line.startsWith("end\t"))
                .map(line -> line.substring(4))
                .findFirst()
                .orElse("");
        return new Talk(first[0], first[1], text, end);
    }

    private static String read(Probe probe, String path, int maxBytes) {
        return probe.engine()
                .readFile(probe.containerId(), path, maxBytes)
                .map(FileEntry::content)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }
}
