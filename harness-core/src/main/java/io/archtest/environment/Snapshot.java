package io.archtest.environment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archtest.engine.ImageFacts;
import io.archtest.image.ResolvedImage;
import io.archtest.model.Architecture;
import io.archtest.model.HealthCheck;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What another process needs to take part in a started environment, in plain values that JSON knows. It names containers
 * and ports, and holds no secret.
 *
 * @param slowness by the architecture's word
 * @param speeds likewise; null in what an older version wrote
 */
public record Snapshot(
        List<Member> members,
        List<Relay> relays,
        Map<String, Slowness> slowness,
        @Nullable Map<String, Speed> speeds) {

    /** A component or job, with what was found out while it was started. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Member(
            String name,
            String containerId,
            Map<Integer, Integer> hostPorts,
            Image image,
            long startedMs,
            @Nullable Long readyMs,
            @Nullable Integer exitCode) {}

    /** Its image. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Image(
            String reference,
            String id,
            @Nullable String digest,
            String os,
            String architecture,
            List<Integer> exposedPorts,
            boolean hasHealthCheck,
            @Nullable Health health,
            ResolvedImage.Origin origin,
            boolean standIn,
            String software) {

        static Image of(ResolvedImage image) {
            ImageFacts facts = image.facts();
            return new Image(
                    image.reference(),
                    facts.id(),
                    facts.digest().orElse(null),
                    facts.os(),
                    facts.architecture(),
                    facts.exposedPorts(),
                    facts.healthCheck().isPresent(),
                    facts.healthCheck().map(Health::of).orElse(null),
                    image.origin(),
                    image.standIn(),
                    image.software());
        }

        ResolvedImage resolved() {
            ImageFacts facts = new ImageFacts(
                    id,
                    Optional.ofNullable(digest),
                    os,
                    architecture,
                    List.of(),
                    Map.of(),
                    exposedPorts,
                    healthCheck());
            return new ResolvedImage(reference, facts, origin, standIn, software);
        }

        private Optional<HealthCheck> healthCheck() {
            Health known = health == null ? new Health(List.of(), 0, 0, 0, 0, 0) : health;
            return hasHealthCheck ? Optional.of(known.check()) : Optional.empty();
        }
    }

    /** The health check of an image; null in what an older version wrote. Nanoseconds, as the engine has them. */
    public record Health(
            List<String> test, long interval, long timeout, long startPeriod, long startInterval, int retries) {
        static Health of(HealthCheck check) {
            return new Health(
                    check.test(),
                    check.interval().toNanos(),
                    check.timeout().toNanos(),
                    check.startPeriod().toNanos(),
                    check.startInterval().toNanos(),
                    check.retries());
        }

        HealthCheck check() {
            return new HealthCheck(
                    test,
                    Duration.ofNanos(interval),
                    Duration.ofNanos(timeout),
                    Duration.ofNanos(startPeriod),
                    Duration.ofNanos(startInterval),
                    retries);
        }
    }

    /** A forwarder. */
    public record Relay(String standsFor, String servedArchitecture, String containerId) {}

    /** As it is now. */
    public static Snapshot of(Environment environment) {
        Map<String, Slowness> slowness = new LinkedHashMap<>();
        Map<String, Speed> speeds = new LinkedHashMap<>();
        for (Architecture architecture : environment.placement().architectures()) {
            slowness.put(architecture.word(), environment.slownessOf(architecture));
            environment.speedOf(architecture).ifPresent(speed -> speeds.put(architecture.word(), speed));
        }
        return new Snapshot(
                environment.components().stream().map(Snapshot::member).toList(),
                environment.relays().stream()
                        .map(relay -> new Relay(
                                relay.standsFor().value(),
                                relay.servedArchitecture().word(),
                                relay.containerId()))
                        .toList(),
                slowness,
                speeds);
    }

    private static Member member(RunningComponent component) {
        return new Member(
                component.name().value(),
                component.containerId(),
                component.hostPorts(),
                Image.of(component.image()),
                component.started().toMillis(),
                component.ready().map(Duration::toMillis).orElse(null),
                component.exitCode().orElse(null));
    }
}
