package io.archtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.compose.ComposeRequest;
import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.model.InvalidRequestException;
import io.archtest.plan.Planner;
import io.archtest.plan.RunRequest;
import io.archtest.profile.AssumedProfiles;
import io.archtest.scenario.Scenario;
import io.archtest.scenario.ScenarioReader;
import io.archtest.testing.ComposeCorpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Compose file is code that its author runs; reading and planning it is none. The JVM's own recorder is the witness. */
class ReadingIsHarmlessTest {
    private static final String FILE_READ = "jdk.FileRead";
    private static final String PROCESS_START = "jdk.ProcessStart";

    @TempDir
    Path folder;

    @Test
    void noFileIsReadButThoseThatAreNamed() throws IOException {
        for (String name : List.of(
                "named.env", "named.txt", "base.yaml", "not-named.env", "not-named.txt", "compose.override.yaml")) {
            Files.writeString(
                    folder.resolve(name), name.endsWith(".yaml") ? "services: { b: { image: x } }\n" : "A=1\n");
        }
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/inside.txt"), "A=1\n");
        Set<String> read = new TreeSet<>();

        List<RecordedEvent> events = recorded(() -> plan("""
                services:
                  a: { extends: { file: base.yaml, service: b }, env_file: named.env, configs: [c], volumes: ["./data:/data"] }
                  d: { image: "x", command: cat not-named.txt, environment: { F: "@not-named.env" }, labels: { g: "file:///etc/passwd" } }
                configs: { c: { file: named.txt } }
                """));

        events.stream()
                .filter(event -> event.getEventType().getName().equals(FILE_READ))
                .map(event -> String.valueOf(event.getString("path")))
                .filter(path -> !path.endsWith(".jar") && !path.endsWith("/lib/modules"))
                .forEach(path -> read.add(
                        path.startsWith(folder.toString())
                                ? folder.relativize(Path.of(path)).toString()
                                : path));
        assertThat(read)
                .filteredOn(path -> !path.endsWith(".class"))
                .containsExactly("base.yaml", "compose.yaml", "named.env", "named.txt");
    }

    @Test
    void nobodyIsConnectedToWhateverAFileNames() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .configureBlocking(false);
            String url =
                    "http://127.0.0.1:%d/x.yaml".formatted(((InetSocketAddress) listener.getLocalAddress()).getPort());
            String service = "services: { a: { image: x, %s } }\n";
            for (String file : List.of(
                    "include: ['%s']\n".formatted(url) + service.formatted("tty: true"),
                    "include: [{ path: '%s', env_file: '%s' }]\n".formatted(url, url) + service.formatted("tty: true"),
                    "include: ['git@127.0.0.1:x.git', 'oci://%s']\n".formatted(url.substring(7))
                            + service.formatted("tty: true"),
                    service.formatted("env_file: '%s'".formatted(url)),
                    service.formatted("label_file: '%s'".formatted(url)),
                    service.formatted("build: '%s'".formatted(url)),
                    service.formatted(
                            "build: { context: '%s#main', additional_contexts: { o: '%s' } }".formatted(url, url)),
                    service.formatted("extends: { file: '%s', service: a }".formatted(url)),
                    service.formatted("configs: [c]") + "configs: { c: { file: '%s' } }\n".formatted(url),
                    service.formatted("security_opt: ['seccomp:%s']".formatted(url)),
                    "x-archtest: { packaged: '%s' }\n".formatted(url) + service.formatted("tty: true"))) {
                plan(file);
            }

            // a connection is there at the latest when the call that made it returns
            try (SocketChannel connected = listener.accept()) {
                assertThat(connected).isNull();
            }
        }
    }

    @Test
    void nothingReachesAShellFromAnyValue() throws IOException {
        Path witness = folder.resolve("executed");
        List<String> planted = Stream.of(
                        "$(touch %s)", "$$(touch %s)", "`touch %s`", "x; touch %s;", "| touch %s", "&& touch %s")
                .map(form -> "'%s'".formatted(form.formatted(witness)))
                .toList();
        ComposeCorpus.companions(folder);

        List<RecordedEvent> events = recorded(() -> {
            for (Path file : ComposeCorpus.written()) {
                for (String text : planted) {
                    everyScalar(Files.readString(file), text).forEach(this::plan);
                }
            }
        });

        assertThat(witness).doesNotExist();
        assertThat(events).noneMatch(event -> event.getEventType().getName().equals(PROCESS_START));
    }

    @Test
    void theRecorderSeesAProcessThatIsStarted() throws IOException {
        List<RecordedEvent> events = recorded(() -> new ProcessBuilder("true").start());

        assertThat(events).anyMatch(event -> event.getEventType().getName().equals(PROCESS_START));
    }

    /** The file with one value replaced, for each of its values. */
    private static Stream<String> everyScalar(String text, String planted) {
        List<String> lines = text.lines().toList();
        Pattern value = Pattern.compile("^(\\s*(?:- )?[\\w.-]+: |\\s*- )(?![\\[{&*|>]).+$");
        return Stream.iterate(0, i -> i < lines.size(), i -> i + 1).flatMap(i -> {
            Matcher matcher = value.matcher(lines.get(i));
            if (!matcher.matches()) {
                return Stream.empty();
            }
            List<String> changed = new java.util.ArrayList<>(lines);
            changed.set(i, matcher.group(1) + planted);
            return Stream.of(String.join("\n", changed));
        });
    }

    private void plan(String text) {
        try {
            Path file = Files.writeString(folder.resolve("compose.yaml"), text);
            Scenario scenario =
                    new ScenarioReader().read(ComposeRequest.of(file, Map.of()), Map.of(), Optional.empty());
            new Planner(AssumedProfiles.plain(Architecture.X86_64))
                    .plan(new RunRequest(() -> scenario, List.of(), Map.of(), ImageMode.REGISTRY, Set.of()));
        } catch (InvalidRequestException e) {
            // as good as a plan here: nothing was started
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private List<RecordedEvent> recorded(Work work) throws IOException {
        Path file = Files.createTempFile("recording", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(FILE_READ).withThreshold(Duration.ZERO).withoutStackTrace();
            recording.enable(PROCESS_START).withoutStackTrace();
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream().collect(Collectors.toList());
        } finally {
            Files.delete(file);
        }
    }
}
