package io.archtest.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;

/**
 * Who sees every command line: the JVM's own recorder those of the processes that archtest starts, the engine those of what is
 * executed in containers.
 */
final class Witnesses {
    private final Path folder;
    private final Process events;
    private int recordings;

    Witnesses(Path folder) throws IOException {
        this.folder = folder;
        Path log = folder.resolve("executed");
        // the past too, so that it is known to listen: the line of a container that is made now comes first
        this.events = new ProcessBuilder(
                        "docker", "events", "--filter", "event=exec_create", "--format", "{{.Status}}", "--since", "0s")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
    }

    /** Variables for a JVM that is to be watched. */
    Map<String, String> watching() {
        Path recording = folder.resolve("recording-%d.jfr".formatted(++recordings));
        return Map.of("JAVA_TOOL_OPTIONS", "-XX:StartFlightRecording:filename=%s,dumponexit=true".formatted(recording));
    }

    /** Of all processes that were started by those that were watched. */
    List<String> processes() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= recordings; i++) {
            for (RecordedEvent event : RecordingFile.readAllEvents(folder.resolve("recording-%d.jfr".formatted(i)))) {
                if (event.getEventType().getName().equals("jdk.ProcessStart")) {
                    lines.add(event.getString("command"));
                }
            }
        }
        return lines;
    }

    /** Of all that was executed in containers; waits until {@code last} was, since events come a little later. */
    String executed(String last) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> Files.readString(folder.resolve("executed")), text -> text.contains(last));
    }

    void end() throws InterruptedException {
        events.destroy();
        events.waitFor();
    }
}
