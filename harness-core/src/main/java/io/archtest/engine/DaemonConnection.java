package io.archtest.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.archtest.engine.EngineException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two clients of one daemon: one for calls, one for what streams as long as it likes. Every call runs on a thread
 * of its own behind a deadline: docker-java's response timeout does nothing on a unix socket, so a paused virtual
 * machine would block for ever. Closing it ends whatever is under way.
 */
final class DaemonConnection implements AutoCloseable {
    /** For calls that only look something up. */
    static final Duration QUICK = Duration.ofSeconds(30);
    /** For calls that make the daemon work: slow disks and emulated starts included. */
    static final Duration CHANGE = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(DaemonConnection.class);
    private static final Duration PING = Duration.ofSeconds(5);
    private static final int PING_TRIES = 3;

    private final EngineAddress address;
    private final String endpoint;
    private final String versionPath;
    private final DockerHttpClient callsTransport;
    private final DockerClient calls;
    private final DockerClient streams;
    private final EngineFailures failures;
    private final ObjectMapper json = new ObjectMapper();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "archtest-engine-call");
        thread.setDaemon(true);
        return thread;
    });

    /** {@code apiVersion}: such as {@code 1.41}; empty leaves it to the daemon, which is right for the first look only. */
    DaemonConnection(EngineAddress address, String apiVersion) {
        this.address = address;
        this.endpoint = address.name();
        this.versionPath = apiVersion.isEmpty() ? "" : "/v" + apiVersion;
        this.failures = new EngineFailures(address);
        // Not createDefaultConfigBuilder(): DOCKER_HOST and docker.host would silently win over the endpoint.
        DefaultDockerClientConfig.Builder builder = new DefaultDockerClientConfig.Builder()
                .withDockerHost(address.socket())
                .withDockerTlsVerify(false);
        address.certificates().ifPresent(folder -> {
            SSLContext tls = new Certificates(address, folder).context();
            builder.withCustomSslConfig(() -> tls);
        });
        DockerClientConfig config = (apiVersion.isEmpty() ? builder : builder.withApiVersion(apiVersion)).build();
        // On TCP an interrupt does not end a read, so there the transport's own limit ends what hangs.
        this.callsTransport =
                transport(config).responseTimeout(Duration.ofMinutes(10)).build();
        this.calls = DockerClientImpl.getInstance(config, callsTransport);
        this.streams = DockerClientImpl.getInstance(config, transport(config).build());
    }

    private static ZerodepDockerHttpClient.Builder transport(DockerClientConfig config) {
        return new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .connectionTimeout(PING);
    }

    EngineAddress address() {
        return address;
    }

    String endpoint() {
        return endpoint;
    }

    EngineFailures failures() {
        return failures;
    }

    DockerClient calls() {
        return calls;
    }

    /** For callbacks only; look first ({@link #ping()}), since nothing ends a stream that never begins. */
    DockerClient streams() {
        return streams;
    }

    /** Carries out a call that changes nothing; {@code action} completes "Could not ...". */
    <T> T call(String action, Duration limit, Callable<T> call) {
        Future<T> answer = submit(action, call);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new EngineException(
                    Reason.TIMED_OUT,
                    "Could not %s: the engine at '%s' did not answer within %s s. If it is a virtual machine, see whether it is paused or overloaded"
                            .formatted(action, endpoint, seconds(limit)),
                    e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new EngineException(Reason.TIMED_OUT, "Could not %s: interrupted".formatted(action), e);
        } catch (ExecutionException e) {
            throw failures.translate(action, e);
        }
    }

    private <T> Future<T> submit(String action, Callable<T> call) {
        try {
            return threads.submit(call);
        } catch (RejectedExecutionException e) {
            throw new EngineException(
                    Reason.UNREACHABLE,
                    "Could not %s: the connection to the engine at '%s' was closed".formatted(action, endpoint),
                    e);
        }
    }

    /**
     * Like {@link #call} for what changes something. Pings first: pooled connections aren't validated, so after a
     * restart of the daemon the first POST would fail with a broken pipe, where a GET is repeated by the client.
     */
    <T> T change(String action, Duration limit, Callable<T> call) {
        ping();
        return call(action, limit, call);
    }

    void ping() {
        call("reach the engine", PING, () -> {
            for (int tries = 1; ; tries++) {
                try {
                    return calls.pingCmd().exec();
                } catch (RuntimeException e) {
                    if (e instanceof DockerException || tries == PING_TRIES) {
                        throw e;
                    }
                }
            }
        });
    }

    /** {@code path} begins behind the version; the whole answer as JSON. */
    JsonNode get(String action, String path) {
        return get(action, QUICK, path, Map.of());
    }

    JsonNode get(String action, Duration limit, String path, Map<String, String> headers) {
        return call(action, limit, () -> {
            try (DockerHttpClient.Response response = checked(callsTransport.execute(DockerHttpClient.Request.builder()
                    .method(DockerHttpClient.Request.Method.GET)
                    .path(versionPath + path)
                    .putAllHeaders(headers)
                    .build()))) {
                return json.readTree(response.getBody());
            }
        });
    }

    Instant clock() {
        String now = get("ask the engine's time", "/info").path("SystemTime").asText("");
        return OffsetDateTime.parse(now).toInstant();
    }

    /** An answer to be read and closed by the caller, within a {@link #call}. */
    DockerHttpClient.Response execute(DockerHttpClient.Request.Method method, String path) throws IOException {
        return checked(callsTransport.execute(DockerHttpClient.Request.builder()
                .method(method)
                .path(versionPath + path)
                .build()));
    }

    /** Like {@link #execute} with a tar as body. */
    DockerHttpClient.Response postTar(String path, InputStream tar) throws IOException {
        return checked(callsTransport.execute(DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.POST)
                .path(versionPath + path)
                .putHeader("content-type", "application/x-tar")
                .body(tar)
                .build()));
    }

    private static DockerHttpClient.Response checked(DockerHttpClient.Response response) throws IOException {
        int status = response.getStatusCode();
        if (status >= 200 && status <= 299) {
            return response;
        }
        try (response) {
            String body = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
            throw status == 404 ? new NotFoundException(body) : new DockerException(body, status);
        }
    }

    static String seconds(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? Long.toString(millis / 1000) : Double.toString(millis / 1000.0);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        close(calls);
        close(streams);
    }

    private static void close(DockerClient client) {
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("Closing a connection failed; its sockets are gone either way", e);
        }
    }
}
