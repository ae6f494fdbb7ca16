package io.archtest.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.cause.Catalogue;
import io.archtest.cause.Cause;
import io.archtest.cause.Symptoms;
import io.archtest.engine.ImageFacts;
import io.archtest.host.CommandRunner;
import io.archtest.host.StateFolder;
import io.archtest.image.HostUnpacker;
import io.archtest.image.ImageMode;
import io.archtest.image.ImageStore;
import io.archtest.model.Architecture;
import io.archtest.model.Verdict;
import io.archtest.testing.TinyImage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real containers that reach each other, or don't, or reach somebody else. */
class ConnectivityIT {
    private static final String[] SERVER = {"httpd", "-f", "-p", "8080"};

    @TempDir
    Path folder;

    private TinyStack stack;
    private Architecture own;
    private ImageFacts tiny;

    @BeforeEach
    void connect() {
        stack = new TinyStack(folder);
        own = stack.engine().info().architecture();
        tiny = TinyImage.load(stack.engine(), own);
    }

    @AfterEach
    void removeAll() {
        stack.close();
    }

    @Test
    void aServerThatIsThereIsReachedAndOneWithoutPortsIsSkipped() {
        String network = stack.network("default");
        component("client", network, List.of(), "sleep", "600");
        component("server", network, List.of(8080), SERVER);

        List<ConnectivityResult> cells = measure();

        assertThat(cells).hasSize(2);
        assertThat(cell(cells, "client", "server").verdict()).isEqualTo(Verdict.PASSED);
        assertThat(cell(cells, "client", "server").latencyMicros()).isPositive();
        assertThat(cell(cells, "server", "client").verdict()).isEqualTo(Verdict.SKIPPED);
    }

    @Test
    void anEmulatedComponentIsASourceAndATargetLikeAnyOther() {
        String network = stack.network("default");
        ImageFacts foreign = TinyImage.load(stack.engine(), own.mirror());
        stack.component(
                "client", foreign, own.mirror(), own.mirror(), network, List.of(9090), "httpd", "-f", "-p", "9090");
        component("server", network, List.of(8080), SERVER);

        assertThat(measure()).hasSize(2).allMatch(cell -> cell.verdict() == Verdict.PASSED);
    }

    @Test
    void aComponentThatHasEndedIsNamedInItsCells() {
        String network = stack.network("default");
        component("client", network, List.of(), "sleep", "600");
        component("server", network, List.of(8080), SERVER);
        component("gone", network, List.of(9090), "false");

        List<ConnectivityResult> cells = measure();

        assertThat(cell(cells, "client", "server").verdict()).isEqualTo(Verdict.PASSED);
        assertThat(cell(cells, "client", "gone")).satisfies(ConnectivityIT::saysThatGoneIsGone);
        assertThat(cell(cells, "gone", "server")).satisfies(ConnectivityIT::saysThatGoneIsGone);
    }

    private static void saysThatGoneIsGone(ConnectivityResult cell) {
        assertThat(cell.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(cell.cause()).isEqualTo("'gone' is not running any more; it ended with exit code 1");
        assertThat(named(cell)).contains("peer-ended");
    }

    /** It answers on the right port under the right name, and it is somebody else. */
    @Test
    void aStrangerUnderAComponentsNameIsAWrongPeer() {
        String network = stack.network("default");
        component("client", network, List.of(), "sleep", "600");
        component("server", stack.network("elsewhere"), List.of(8080), SERVER);
        stack.stranger("stranger", tiny, own, network, "server", SERVER);

        ConnectivityResult cell = cell(measure(), "client", "server");

        assertThat(cell.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(cell.cause()).contains("wrong peer");
        assertThat(named(cell)).contains("wrong-peer");
    }

    @Test
    void anotherComponentUnderAComponentsNameIsNamed() {
        String network = stack.network("default");
        component("client", network, List.of(), "sleep", "600");
        component("server", stack.network("elsewhere"), List.of(8080), SERVER);
        stack.withFalseName("server").component("impostor", tiny, own, own, network, List.of(8080), SERVER);

        ConnectivityResult cell = cell(measure(), "client", "server");

        assertThat(cell.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(cell.cause()).isEqualTo("wrong peer: it arrived at 'impostor' port [8080]");
    }

    @Test
    void aNonceThatTheWrongReplicaAnswersIsCaught() {
        String network = stack.network("default");
        component("client", network, List.of(), "sleep", "600");
        component("web-1", stack.network("elsewhere"), List.of(8080), SERVER);
        stack.withFalseName("web")
                .withFalseName("web-1")
                .component("web-2", tiny, own, own, network, List.of(8080), SERVER);

        List<ConnectivityResult> cells = measure();

        assertThat(cell(cells, "client", "web-2").verdict()).isEqualTo(Verdict.PASSED);
        assertThat(cell(cells, "client", "web-1").verdict()).isEqualTo(Verdict.FAILED);
        assertThat(cell(cells, "client", "web-1").cause()).isEqualTo("wrong peer: it arrived at 'web-2' port [8080]");
    }

    @Test
    void aPortWhereNobodyListensIsRefused() {
        String network = stack.network("default");
        component("client", network, List.of(), "sleep", "600");
        component("server", network, List.of(8081), SERVER);

        ConnectivityResult cell = cell(measure(), "client", "server");

        assertThat(cell.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(cell.cause()).startsWith("refused");
        assertThat(named(cell)).contains("connection-refused");
    }

    @Test
    void aNameThatIsNotOnTheNetworkIsADnsFailure() {
        component("client", stack.network("one"), List.of(), "sleep", "600");
        component("server", stack.network("other"), List.of(8080), SERVER);

        ConnectivityResult cell = cell(measure(), "client", "server");

        assertThat(cell.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(cell.cause()).startsWith("dns");
        assertThat(named(cell)).contains("name-not-resolved");
    }

    @Test
    void noProbeStaysBehind() {
        String network = stack.network("default");
        component("client", network, List.of(), "sleep", "600");
        component("server", network, List.of(8080), SERVER);

        measure();

        assertThat(stack.scope().leftovers())
                .noneMatch(resource -> resource.name().contains("-probe-"));
    }

    private void component(String name, String network, List<Integer> ports, String... command) {
        stack.component(name, tiny, own, own, network, ports, command);
    }

    /** The cause's id. */
    private static java.util.Optional<String> named(ConnectivityResult cell) {
        return Catalogue.recognise(Symptoms.ofAnswer(cell.cause())).map(Cause::id);
    }

    private List<ConnectivityResult> measure() {
        ImageStore images = new ImageStore(
                ImageMode.PACKAGED,
                StateFolder.of(System.getenv()),
                new HostUnpacker(new CommandRunner()),
                System.getenv());
        return new Connectivity(stack.scope(), images).measure(stack);
    }

    private static ConnectivityResult cell(List<ConnectivityResult> cells, String from, String to) {
        return cells.stream()
                .filter(cell ->
                        cell.from().value().equals(from) && cell.to().value().equals(to))
                .findFirst()
                .orElseThrow();
    }
}
