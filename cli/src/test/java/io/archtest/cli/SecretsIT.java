package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.host.StateFolder;
import io.archtest.run.KeptStack;
import io.archtest.run.KeptStacks;
import io.archtest.scenarios.BuiltInScenarios;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets of every kind are planted wherever a stack can say them. Afterwards everything that archtest wrote and every command
 * line is searched for what is unique in each, in ways of its own; a text that is no secret was planted beside them, and is found.
 */
class SecretsIT {
    private static final String NAME = "secrets-it";

    @TempDir
    private Path folder;

    @TempDir
    private Path seen;

    private final KeptStacks stacks = new KeptStacks(StateFolder.of(System.getenv()));
    private final Map<String, String> planted = new LinkedHashMap<>();
    private final String marker = "marked-" + core();
    private Witnesses witnesses;

    @BeforeEach
    void plant() throws IOException {
        new BuiltInScenarios().extract("cross-arch-nginx", folder);
        Files.createDirectories(folder.resolve("out"));
        for (String name : List.of("DB_PASSWORD", "IN_URL", "NPM_TOKEN", "FROM_PROCESS", "declared", "key")) {
            planted.put(name, core());
        }
        Files.writeString(
                folder.resolve(".env"),
                "MARKER=%s\nDB_PASSWORD='pa&s<%s>'\nIN_URL=%s\nNPM_TOKEN=npm-%s\n"
                        .formatted(
                                marker, planted.get("DB_PASSWORD"), planted.get("IN_URL"), planted.get("NPM_TOKEN")));
        Files.writeString(folder.resolve("declared.txt"), "d'e\"c\\l/+é %s\n".formatted(planted.get("declared")));
        Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG\n%s\n-----END KEY-----\n".formatted(planted.get("key")));
        witnesses = new Witnesses(seen);
    }

    @AfterEach
    void end() throws Exception {
        witnesses.end();
        if (stacks.find(NAME).isPresent()) {
            archtest("down", NAME);
        }
    }

    @Test
    void noReportLogConsoleOrCommandLineHasOne() throws Exception {
        compose("exec nginx -g 'daemon off;'");
        ArchtestProcess run = archtest("run", "compose.yaml", "--images", "packaged");
        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.CHECK_FAILED);
        planted.put("generated", Files.readString(folder.resolve("out/generated")));

        Path report = folder.resolve("archtest-report");
        List<String> found = new ArrayList<>();
        for (Path file : files(report)) {
            found.addAll(leaks(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1)));
        }
        found.addAll(leaks("console", run.output()));
        assertThat(found).isEmpty();
        theMarkerIsFound(report, run.output());
    }

    private void theMarkerIsFound(Path report, String console) throws IOException {
        assertThat(console).as("console").contains(marker);
        for (String name : List.of(
                "report.json",
                "junit.xml",
                "logs/default/nginx.log",
                "logs/default/client.log",
                "logs/default/nginx.inspect.json",
                "logs/default/client.inspect.json")) {
            assertThat(report.resolve(name))
                    .content(StandardCharsets.ISO_8859_1)
                    .as(name)
                    .contains(marker);
        }
        String log = Files.readString(report.resolve("logs/default/client.log"), StandardCharsets.ISO_8859_1);
        assertThat(forms(marker.substring(7)))
                .as("the search finds each way in which it is printed")
                .allMatch(form -> squeezed(log).contains(form));
        assertThat(witnesses.processes()).as("builds").anyMatch(line -> line.contains("build.marker=" + marker));
        assertThat(witnesses.executed(". /plant.sh")).contains("exec_create: sh -c . /plant.sh");
        assertThat(leaks("processes", String.join("\n", witnesses.processes()))).isEmpty();
        assertThat(leaks("executed", witnesses.executed(". /plant.sh"))).isEmpty();
    }

    @Test
    void noStartThatFailsSaysOne() throws Exception {
        compose("echo \\\"last words: $$MARKER $$GEN $$DB_PASSWORD $$(cat /run/secrets/declared)\\\" >&2; exit 3");
        ArchtestProcess run = archtest("run", "compose.yaml", "--images", "packaged", "--ci", "github");
        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.NOT_STARTED);
        planted.put("generated", Files.readString(folder.resolve("out/generated")));

        Map<Boolean, List<String>> lines = run.output()
                .lines()
                .collect(java.util.stream.Collectors.partitioningBy(line -> line.startsWith("::add-mask::")));
        assertThat(lines.get(true)).as("masks").anyMatch(line -> line.contains(planted.get("generated")));
        assertThat(lines.get(false)).as("console").anyMatch(line -> line.contains("last words: " + marker));
        List<String> found = leaks("console", String.join("\n", lines.get(false)));
        for (Path file : files(folder.resolve("archtest-report"))) {
            found.addAll(leaks(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1)));
        }
        assertThat(found).isEmpty();
        assertThat(folder.resolve("archtest-report/report.json")).content().contains("last words: " + marker);
    }

    @Test
    void aStackThatIsKeptTellsOnlyItsOwnUser() throws Exception {
        compose("exec nginx -g 'daemon off;'");
        ArchtestProcess up = archtest("up", "compose.yaml", "--images", "packaged", "--name", NAME);
        assertThat(up.exitCode()).as(up.output()).isZero();
        KeptStack stack = stacks.find(NAME).orElseThrow();
        planted.put("generated", stack.secrets().get("GEN"));

        String log = Files.readString(stacks.log(NAME));
        assertThat(log).contains("ready after");
        assertThat(leaks("up", up.output() + log)).isEmpty();
        String config = archtest("config", "compose.yaml").output()
                + archtest("plan", "compose.yaml").output();
        assertThat(config).contains(marker);
        assertThat(leaks("config and plan", config)).isEmpty();
        assertThat(archtest("config", "compose.yaml", "--show-secrets").output())
                .contains(planted.get("DB_PASSWORD"));
        assertThat(leaks("processes", String.join("\n", witnesses.processes()))).isEmpty();
        assertThat(witnesses.processes()).as("the keeper").anyMatch(line -> line.contains("keep"));
    }

    private void compose(String end) throws IOException {
        try (InputStream stream = SecretsIT.class.getResourceAsStream("secrets/compose.yaml")) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(folder.resolve("compose.yaml"), text.replace("END", end));
        }
    }

    private ArchtestProcess archtest(String... arguments) throws Exception {
        Map<String, String> environment = new LinkedHashMap<>(witnesses.watching());
        environment.put("FROM_PROCESS", "of-process-" + planted.get("FROM_PROCESS"));
        ArchtestProcess process = ArchtestProcess.start(folder, environment, arguments);
        process.exitCode();
        return process;
    }

    private static List<Path> files(Path report) throws IOException {
        try (Stream<Path> files = Files.walk(report)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Where which secret is found. */
    private List<String> leaks(String where, String text) {
        List<String> found = new ArrayList<>();
        String squeezed = squeezed(text);
        planted.forEach((name, secret) -> {
            if (forms(secret).stream().anyMatch(squeezed::contains)) {
                found.add("%s has %s".formatted(where, name));
            }
        });
        return found;
    }

    /** Without what stands between the parts of a text that was wrapped: times of log lines, and line ends. */
    private static String squeezed(String text) {
        return text.replaceAll("(?m)^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z ", "").replaceAll("\\s", "");
    }

    /** As it is, as hexadecimal digits, and as base64 wherever in a text it stands. */
    private static List<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        List<String> forms = new ArrayList<>(List.of(secret, HexFormat.of().formatHex(bytes)));
        for (int before = 0; before < 3; before++) {
            // whole groups of three bytes look the same whatever stands around them
            int from = before;
            int groups = (bytes.length - from) / 3;
            forms.add(Base64.getEncoder().encodeToString(java.util.Arrays.copyOfRange(bytes, from, from + groups * 3)));
        }
        return forms;
    }

    private static String core() {
        return UUID.randomUUID().toString().replace("-", "").substring(8);
    }
}
