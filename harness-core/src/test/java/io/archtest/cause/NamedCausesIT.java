package io.archtest.cause;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.ContainerSpec;
import io.archtest.engine.Engine;
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
import io.archtest.model.RunId;
import io.archtest.testing.TinyImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Causes provoked for real in containers of both architectures: what the engine and the log then say names them. */
class NamedCausesIT {
    private static final Map<Architecture, String> TOOLS = new EnumMap<>(Architecture.class);
    private static final String FOREIGN = "/foreign";

    private static Engine engine;
    private static Architecture own;
    private static Architecture other;

    private final String run = RunId.random().value();

    @BeforeAll
    static void connect() {
        engine = Engines.connect("unix:///var/run/docker.sock");
        own = engine.info().architecture();
        other = own.mirror();
        try (ImageStore store = new ImageStore(
                ImageMode.PACKAGED, StateFolder.of(System.getenv()), new HostUnpacker(new CommandRunner()), Map.of())) {
            for (Architecture each : Architecture.values()) {
                TOOLS.put(each, store.tools(engine, each, line -> {}).facts().id());
            }
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
            qemu-illegal-instruction     | emulated | sh -c "kill -ILL \\$\\$"; exit $?
            qemu-segfault                | emulated | sh -c "kill -SEGV \\$\\$"; exit $?
            qemu-abort                   | emulated | sh -c "kill -ABRT \\$\\$"; exit $?
            emulated-illegal-instruction | emulated | exit 132
            illegal-instruction          | native   | sh -c "kill -ILL \\$\\$"; exit $?
            segmentation-fault           | native   | sh -c "kill -SEGV \\$\\$"; exit $?
            segmentation-fault           | emulated | exit 139
            aborted                      | native   | sh -c "kill -ABRT \\$\\$"; exit $?
            killed                       | native   | sh -c "kill -9 \\$\\$"; exit $?
            segmentation-fault           | native   | echo 'qemu: uncaught target signal 11 (Segmentation fault)'; exit 139
            disk-full                    | native   | cat /dev/zero > /small/x
            disk-full                    | emulated | cat /dev/zero > /small/x
            name-not-resolved            | native   | wget http://nobody.invalid/
            connection-refused           | emulated | wget http://127.0.0.1:1/
            address-in-use               | native   | httpd -p 80; httpd -f -p 80
            read-only                    | native   | echo > /sys/x
            permission-denied            | native   | busybox mount -t tmpfs x /tmp
            setting-missing              | emulated | : ${DATABASE_URL:?must be set}
            command-not-found            | native   | no-such-command
            not-executable               | native   | exec /etc/passwd
            job-failed                   | native   | echo something odd; exit 3
            """)
    void inATinyContainer(String id, String execution, String command) {
        Architecture platform = architecture(execution);
        String image = tiny(platform);

        assertThat(causeOf(platform, image, List.of("sh", "-c", command))).isEqualTo(id);
    }

    @ParameterizedTest(name = "{1}: {2} is {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            qemu-unsupported-syscall | emulated | exec perl -e 'syscall(425, 1, 0) == -1 and die "io_uring_setup: $!"'
            job-failed               | native   | exec perl -e 'die "io_uring_setup: Function not implemented"'
            emulated-loader-missing  | emulated | busybox find / -xdev -name "ld-linux-*" -exec busybox rm {} +; exec perl -e 1
            library-missing          | native   | busybox find / -name "libcrypt.so*" -exec busybox rm {} +; exec perl -e 1
            connection-reset         | native   | exec perl -MIO::Socket::INET -e '$l = IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1:80"); if (!fork) { $c = $l->accept; sysread($c, $b, 9); setsockopt($c, 1, 13, pack("ii", 1, 0)); close $c; exit } exec "curl", "-sS", "http://127.0.0.1/"'
            no-route                 | native   | a=$(busybox hostname -i); exec perl -MIO::Socket::INET -e 'IO::Socket::INET->new($ARGV[0]) or die "connect: $!"' ${a%.*}.254:80
            timed-out                | native   | exec perl -MIO::Socket::INET -e '$l = IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1:80"); system "curl", "-sS", "-m", "1", "http://127.0.0.1/"; exit 1'
            """)
    void withPerlAndCurl(String id, String execution, String command) {
        Architecture platform = architecture(execution);
        String image = TOOLS.get(platform);

        assertThat(causeOf(platform, image, List.of("busybox", "sh", "-c", command)))
                .isEqualTo(id);
    }

    @Test
    void memoryRunsOut() {
        Provoked spec = provoked(own, tiny(own), List.of("busybox", "tail", "/dev/zero"));

        assertThat(spec.withMemory(16L << 20).end()).isEqualTo("out-of-memory");
    }

    /** An executable of a machine that nobody here emulates: the kernel can't do anything with it. */
    @Test
    void anotherMachinesProgramIsNotExecuted() {
        Provoked spec = provoked(own, tiny(own), List.of(FOREIGN));

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
        Provoked emulated =
                provoked(other, tiny(other), List.of("sleep", "1000")).withHealth(check);
        Provoked natively = provoked(own, tiny(own), List.of("sleep", "1000")).withHealth(check);

        assertThat(emulated.judged()).isEqualTo("health-by-command-line");
        assertThat(natively.judged())
                .as("the same check where nothing is emulated")
                .isEqualTo("healthy");
    }

    @Test
    void whatEndsWellHasNoCauseWhateverItMentions() {
        List<String> command =
                List.of("sh", "-c", "echo 'retry: connection refused'; echo 'exec format error'; exit 0");

        assertThat(provoked(own, tiny(own), command).end()).isEqualTo("none");
    }

    @Test
    void aTakenPortIsTheEnginesRefusal() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Provoked spec = provoked(own, tiny(own), List.of("sleep", "1000"))
                    .publishing(new ContainerSpec.PublishedPort(80, "127.0.0.1", taken.getLocalPort()));

            assertThat(spec.refused()).isEqualTo("port-taken");
        }
    }

    @Test
    void aCommandThatIsNotThereIsTheEnginesRefusal() {
        assertThat(provoked(own, tiny(own), List.of("no-such-command")).refused())
                .isEqualTo("command-not-found");
    }

    @Test
    void aCommandThatIsNoProgramIsTheEnginesRefusal() {
        assertThat(provoked(own, tiny(own), List.of("/etc/passwd")).refused()).isEqualTo("not-executable");
    }

    private String causeOf(Architecture architecture, String image, List<String> command) {
        return provoked(architecture, image, command).end();
    }

    private Provoked provoked(Architecture architecture, String image, List<String> command) {
        return new Provoked(engine, run, architecture, image, command);
    }

    /** As the tables have it: what the engine's processor executes itself, or the other one. */
    private static Architecture architecture(String execution) {
        return execution.equals("native") ? own : other;
    }

    private static String tiny(Architecture architecture) {
        return TinyImage.load(engine, architecture).id();
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
}
