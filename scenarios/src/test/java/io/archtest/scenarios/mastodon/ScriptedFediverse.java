package io.archtest.scenarios.mastodon;

import com.sun.net.httpserver.HttpServer;
import io.archtest.check.SystemUnderTest;
import io.archtest.engine.ExecResult;
import io.archtest.model.Architecture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Two instances and a third server in memory; {@code fault} says what is wrong with all of them. */
final class ScriptedFediverse implements SystemUnderTest, AutoCloseable {
    final Map<String, ScriptedMember> instances = new HashMap<>();
    final Map<String, ScriptedRedis> registers = new HashMap<>();
    final Map<String, List<String>> logs = new HashMap<>();
    /** What the checks have put into edge-c, by path. */
    final Map<String, String> files = new HashMap<>();

    /** More than one run takes: making one costs a tenth of a second. */
    private static final List<KeyPair> KEYS =
            Stream.generate(ThirdActor::newKeys).limit(12).toList();

    private static int taken;

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    String fault = "";
    /** Of curl, and what it prints then. */
    int curlExitCode;

    Duration skew = Duration.ZERO;

    ScriptedFediverse() throws IOException {
        logs.put("edge-c", new CopyOnWriteArrayList<>());
        for (String name : List.of("a", "b")) {
            instances.put("%s.test".formatted(name), new ScriptedMember(this, "%s.test".formatted(name)));
            registers.put("redis-" + name, new ScriptedRedis());
        }
        server.createContext(
                "/",
                exchange -> instances
                        .get(exchange.getRequestHeaders().getFirst("Host"))
                        .answer(exchange));
        server.start();
    }

    static synchronized KeyPair keys() {
        return KEYS.get(taken++ % KEYS.size());
    }

    ScriptedMember other(ScriptedMember instance) {
        return instances.values().stream()
                .filter(any -> any != instance)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public List<String> components() {
        return List.of("web-a", "sidekiq-a", "web-b", "sidekiq-b", "edge-a", "edge-b", "edge-c");
    }

    @Override
    public Endpoint endpoint(String component, int port) {
        return new Endpoint("127.0.0.1", server.getAddress().getPort());
    }

    @Override
    public Architecture architecture(String component) {
        return Architecture.X86_64;
    }

    @Override
    public Optional<String> environment(String component, String variable) {
        return switch (variable) {
            case "LOCAL_DOMAIN" -> Optional.of(component.endsWith("-a") ? "a.test" : "b.test");
            case "SSL_CERT_FILE" -> Optional.of("/etc/archtest/authority.pem");
            default -> Optional.empty();
        };
    }

    @Override
    public List<String> commandLine(String component) {
        return List.of();
    }

    @Override
    public ExecResult exec(String component, Duration limit, String... command) {
        List<String> words = List.of(command);
        return switch (command[0]) {
            case "date" -> new ExecResult(0, Instant.now().plus(skew).getEpochSecond() + "\n", "");
            case "curl" -> curl(words);
            case "sh" -> {
                files.put(words.get(5), new String(Base64.getDecoder().decode(words.get(4)), StandardCharsets.UTF_8));
                yield new ExecResult(0, "", "");
            }
            default -> new ExecResult(fault.equals("tootctl") ? 1 : 0, "OK", "");
        };
    }

    private ExecResult curl(List<String> words) {
        if (curlExitCode != 0) {
            return new ExecResult(curlExitCode, "", "curl: (%d) it says why".formatted(curlExitCode));
        }
        String url = words.get(words.size() - 1);
        String subject = fault.equals("subject") ? "acct:nobody@a.test" : url.replaceFirst(".*resource=", "");
        return new ExecResult(0, "{\"subject\": \"%s\"}".formatted(subject), "");
    }

    @Override
    public List<String> log(String component) {
        return logs.getOrDefault(component, new ArrayList<>());
    }

    @Override
    public double slowness(String component) {
        return 1;
    }

    @Override
    public <T> T without(List<String> components, Callable<T> question) throws Exception {
        return question.call();
    }

    /** All that comes here has come before the request that causes it is answered. */
    @Override
    public <T> Optional<T> await(Duration limit, Callable<Optional<T>> attempt) {
        try {
            return Awaitility.await()
                    .atMost(Duration.ofMillis(200))
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .until(attempt, Optional::isPresent);
        } catch (ConditionTimeoutException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
