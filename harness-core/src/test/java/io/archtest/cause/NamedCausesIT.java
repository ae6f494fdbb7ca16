package io.archtest.cause;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.ContainerFacts;
import io.archtest.engine.ContainerFacts.Health;
import io.archtest.engine.ContainerSpec;
import io.archtest.engine.Engine;
import io.archtest.engine.EngineException;
import io.archtest.engine.Engines;
import io.archtest.engine.Labels;
import io.archtest.host.CommandRunner;
import io.archtest.host.StateFolder;
import io.archtest.image.HostUnpacker;
import io.archtest.image.ImageMode;
import io.archtest.image.ImageStore;
import io.archtest.model.Architecture;
import io.archtest.model.FileContent;
import io.archtest.model.HealthCheck;
import io.archtest.model.Mount;
import io.archtest.model.ProcessSettings;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.RunId;
import io.archtest.model.SecuritySettings;
import io.archtest.testing.TinyImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Causes provoked for real in containers of both architectures: what the engine and the log then say names them. */
class NamedCausesIT {
    private static final Duration END = Duration.ofSeconds(60);
    private static final String FOREIGN = "/foreign";

    private static Engine engine;
    private static String tools;
    private static String emulatedTools;

    private final String run = RunId.random().value();

    @BeforeAll
    static void connect() {
        engine = Engines.connect("unix:///var/run/docker.sock");
        try (ImageStore store = new ImageStore(
                ImageMode.PACKAGED, StateFolder.of(System.getenv()), new HostUnpacker(new CommandRunner()), Map.of())) {
            tools = store.tools(engine, Architecture.X86_64, line -> {}).facts().id();
            emulatedTools =
                    store.tools(engine, Architecture.ARM64, line -> {}).facts().id();
        }
    }

    @AfterAll
    static void disconnect() {
        engine.close();
    }

    @AfterEach
    void removeAll() {
        engine.owned(Labels.RUN, run).forEach(engine::remove);
    }

    /** Double quotes around a whole command are its own; the first column is what is wanted, none where nothing is known. */
    @ParameterizedTest(name = "{1}: {2} is {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            qemu-illegal-instruction     | arm64  | sh -c "kill -ILL \\$\\$"; exit $?
            qemu-segfault                | arm64  | sh -c "kill -SEGV \\$\\$"; exit $?
            qemu-abort                   | arm64  | sh -c "kill -ABRT \\$\\$"; exit $?
            emulated-illegal-instruction | arm64  | exit 132
            illegal-instruction          | x86_64 | sh -c "kill -ILL \\$\\$"; exit $?
            segmentation-fault           | x86_64 | sh -c "kill -SEGV \\$\\$"; exit $?
            segmentation-fault           | arm64  | exit 139
            aborted                      | x86_64 | sh -c "kill -ABRT \\$\\$"; exit $?
            killed                       | x86_64 | sh -c "kill -9 \\$\\$"; exit $?
            segmentation-fault           | x86_64 | echo 'qemu: uncaught target signal 11 (Segmentation fault)'; exit 139
            disk-full                    | x86_64 | cat /dev/zero > /small/x
            disk-full                    | arm64  | cat /dev/zero > /small/x
            name-not-resolved            | x86_64 | wget http://nobody.invalid/
            connection-refused           | arm64  | wget http://127.0.0.1:1/
            address-in-use               | x86_64 | httpd -p 80; httpd -f -p 80
            read-only                    | x86_64 | echo > /sys/x
            permission-denied            | x86_64 | busybox mount -t tmpfs x /tmp
            setting-missing              | arm64  | : ${DATABASE_URL:?must be set}
            command-not-found            | x86_64 | no-such-command
            not-executable               | x86_64 | exec /etc/passwd
            job-failed                   | x86_64 | echo something odd; exit 3
            """)
    void inATinyContainer(String id, String architecture, String command) {
        Architecture platform = Architecture.parse(architecture);
        String image = TinyImage.load(engine, platform).id();

        assertThat(causeOf(platform, image, List.of("sh", "-c", command))).isEqualTo(id);
    }

    @ParameterizedTest(name = "{1}: {2} is {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            qemu-unsupported-syscall | arm64  | exec perl -e 'syscall(425, 1, 0) == -1 and die "io_uring_setup: $!"'
            job-failed               | x86_64 | exec perl -e 'die "io_uring_setup: Function not implemented"'
            emulated-loader-missing  | arm64  | busybox mv /lib/ld-linux-aarch64.so.1 /x; exec perl -e 1
            library-missing          | x86_64 | busybox find / -name "libcrypt.so*" -exec busybox rm {} +; exec perl -e 1
            connection-reset         | x86_64 | exec perl -MIO::Socket::INET -e '$l = IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1:80"); if (!fork) { $c = $l->accept; sysread($c, $b, 9); setsockopt($c, 1, 13, pack("ii", 1, 0)); close $c; exit } exec "curl", "-sS", "http://127.0.0.1/"'
            timed-out                | x86_64 | exec perl -MIO::Socket::INET -e '$l = IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1:80"); system "curl", "-sS", "-m", "1", "http://127.0.0.1/"; exit 1'
            """)
    void withPerlAndCurl(String id, String architecture, String command) {
        Architecture platform = Architecture.parse(architecture);
        String image = platform == Architecture.X86_64 ? tools : emulatedTools;

        assertThat(causeOf(platform, image, List.of("busybox", "sh", "-c", command)))
                .isEqualTo(id);
    }

    @Test
    void memoryRunsOut() {
        Spec spec = new Spec(Architecture.X86_64, tiny(), List.of("busybox", "tail", "/dev/zero"));

        assertThat(spec.withMemory(16L << 20).end()).isEqualTo("out-of-memory");
    }

    /** An executable of a machine that nobody here emulates: the kernel can't do anything with it. */
    @Test
    void anotherMachinesProgramIsNotExecuted() {
        Spec spec = new Spec(Architecture.X86_64, tiny(), List.of(FOREIGN));

        assertThat(spec.withFile(new FileContent(FOREIGN, elfOfS390x(), 0755, 0, 0))
                        .end())
                .isEqualTo("exec-format");
    }

    @Test
    void aHealthCheckByCommandLinesCantMatchUnderEmulation() {
        HealthCheck check = new HealthCheck(
                List.of("CMD-SHELL", "ps -o args | busybox grep -q '^sleep 1000'"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(20),
                Duration.ZERO,
                2);
        Spec emulated = new Spec(
                        Architecture.ARM64,
                        TinyImage.load(engine, Architecture.ARM64).id(),
                        List.of("sleep", "1000"))
                .withHealth(check);
        Spec natively = new Spec(Architecture.X86_64, tiny(), List.of("sleep", "1000")).withHealth(check);

        assertThat(emulated.judged()).isEqualTo("health-by-command-line");
        assertThat(natively.judged())
                .as("the same check where nothing is emulated")
                .isEqualTo("healthy");
    }

    @Test
    void whatEndsWellHasNoCauseWhateverItMentions() {
        List<String> command =
                List.of("sh", "-c", "echo 'retry: connection refused'; echo 'exec format error'; exit 0");

        assertThat(new Spec(Architecture.X86_64, tiny(), command).end()).isEqualTo("none");
    }

    @Test
    void aTakenPortIsTheEnginesRefusal() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Spec spec = new Spec(Architecture.X86_64, tiny(), List.of("sleep", "1000"))
                    .publishing(new ContainerSpec.PublishedPort(80, "127.0.0.1", taken.getLocalPort()));

            assertThat(spec.refused()).isEqualTo("port-taken");
        }
    }

    @Test
    void aCommandThatIsNotThereIsTheEnginesRefusal() {
        assertThat(new Spec(Architecture.X86_64, tiny(), List.of("no-such-command")).refused())
                .isEqualTo("command-not-found");
    }

    @Test
    void aCommandThatIsNoProgramIsTheEnginesRefusal() {
        assertThat(new Spec(Architecture.X86_64, tiny(), List.of("/etc/passwd")).refused())
                .isEqualTo("not-executable");
    }

    private String causeOf(Architecture architecture, String image, List<String> command) {
        return new Spec(architecture, image, command).end();
    }

    private static String tiny() {
        return TinyImage.load(engine, Architecture.X86_64).id();
    }

    private static String elfOfS390x() {
        char[] header = new char[64];
        header[0] = 0x7f;
        "ELF".getChars(0, 3, header, 1);
        header[4] = 2; // 64 bit
        header[5] = 2; // big-endian
        header[6] = 1;
        header[17] = 2; // an executable
        header[19] = 22; // EM_S390
        return new String(header);
    }

    private final class Spec {
        private final Architecture architecture;
        private final String image;
        private final List<String> command;
        private Optional<Long> memory = Optional.empty();
        private Optional<HealthCheck> health = Optional.empty();
        private List<FileContent> files = List.of();
        private List<ContainerSpec.PublishedPort> ports = List.of();

        Spec(Architecture architecture, String image, List<String> command) {
            this.architecture = architecture;
            this.image = image;
            this.command = command;
        }

        Spec withMemory(long bytes) {
            memory = Optional.of(bytes);
            return this;
        }

        Spec withFile(FileContent file) {
            files = List.of(file);
            return this;
        }

        Spec withHealth(HealthCheck check) {
            health = Optional.of(check);
            return this;
        }

        Spec publishing(ContainerSpec.PublishedPort port) {
            ports = List.of(port);
            return this;
        }

        /** The cause of its end, as of a job that must end well. */
        String end() {
            String id = started();
            Awaitility.await()
                    .atMost(END)
                    .until(() -> engine.inspectContainer(id).ended());
            return cause(
                    id,
                    Symptoms.of(engine.inspectContainer(id), engine.logTail(id, 40), emulated())
                            .ofJob());
        }

        /** What its health check comes to. */
        String judged() {
            String id = started();
            Awaitility.await().atMost(END).until(() -> {
                Health state = engine.inspectContainer(id).health();
                return state == Health.HEALTHY || state == Health.UNHEALTHY;
            });
            ContainerFacts facts = engine.inspectContainer(id);
            List<String> test = health.orElseThrow().test();
            return facts.health() == Health.HEALTHY
                    ? "healthy"
                    : cause(
                            id,
                            Symptoms.of(facts, engine.logTail(id, 40), emulated())
                                    .withHealthTest(test));
        }

        /** Why the engine doesn't start it. */
        String refused() {
            try {
                started();
                return "started";
            } catch (EngineException e) {
                return cause("refused", Symptoms.ofEngine(e.getMessage()));
            }
        }

        private boolean emulated() {
            return architecture != engine.info().architecture();
        }

        private String cause(String id, Symptoms symptoms) {
            return Diagnosis.of(id, symptoms).cause().map(Cause::id).orElse("none");
        }

        private String started() {
            String id = engine.createContainer(new ContainerSpec(
                    "archtest-it-%s-%s".formatted(architecture.dockerName(), run),
                    image,
                    architecture,
                    ProcessSettings.asInImage().withCommand(command),
                    new ResourceLimits(
                            memory, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
                    SecuritySettings.engineDefaults(),
                    List.of(new Mount(Mount.Type.TMPFS, Optional.empty(), "/small", false, Optional.of(65_536L))),
                    health,
                    new ContainerSpec.Attached(List.of(), ports, Map.of()),
                    RestartPolicy.never(),
                    Map.of(Labels.RUN, run)));
            engine.copyInto(id, files);
            engine.startContainer(id);
            return id;
        }
    }
}
