package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import io.archtest.model.Architecture;
import io.archtest.model.RestartPolicy;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code deploy}, of which one engine can carry out the limits, the restart policy and an architecture. */
final class DeployReader {
    private static final String PATH = "services.*.deploy";
    private static final Pattern ARCHITECTURE = Pattern.compile("node\\.platform\\.arch\\s*==\\s*(\\S+)");

    /** What it says; all of it may be absent. */
    record Deploy(
            Optional<Long> memory,
            Optional<Double> cpus,
            Optional<Long> pids,
            Optional<Long> reserved,
            Optional<RestartPolicy> restart,
            Optional<Architecture> pinned) {
        static final Deploy NOTHING = new Deploy(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private final Fields deploy;

    private DeployReader(Fields deploy) {
        this.deploy = deploy;
    }

    static Deploy read(Fields service) {
        return service.map("deploy")
                .map(fields -> new DeployReader(fields).read())
                .orElse(Deploy.NOTHING);
    }

    private Deploy read() {
        AttributeSupport.withoutEffectUnder(PATH).keySet().forEach(deploy::take);
        deploy.take("replicas"); // read by Replicas, with 'scale'
        oneOf("mode", List.of("replicated", "global"));
        oneOf("endpoint_mode", List.of("vip", "dnsrr"));
        Optional<Architecture> pinned = deploy.map("placement").flatMap(DeployReader::pinned);
        Optional<RestartPolicy> restart = deploy.map("restart_policy").map(DeployReader::restart);
        Optional<Fields> resources = deploy.map("resources");
        Optional<Fields> limits = resources.flatMap(fields -> fields.map("limits"));
        Optional<Fields> reservations = resources.flatMap(fields -> fields.map("reservations"));
        Deploy read = new Deploy(
                limits.flatMap(fields -> fields.bytes("memory")),
                limits.flatMap(fields -> fields.parsed("cpus", Double::valueOf)),
                limits.flatMap(fields -> fields.parsed("pids", Long::valueOf)),
                reservations.flatMap(fields -> fields.bytes("memory")),
                restart,
                pinned);
        reservations.ifPresent(fields -> {
            fields.parsed("cpus", Double::valueOf);
            fields.finish(AttributeSupport.refusedUnder(PATH + ".resources.reservations"));
        });
        limits.ifPresent(Fields::finish);
        resources.ifPresent(Fields::finish);
        deploy.finish(AttributeSupport.refusedUnder(PATH));
        return read;
    }

    private void oneOf(String key, List<String> known) {
        deploy.take(key)
                .filter(value -> !(value instanceof Yaml.Scalar scalar && known.contains(scalar.text())))
                .ifPresent(value -> deploy.wrong(value, key, "must be " + String.join(" or ", known)));
    }

    /** The other constraints choose among a cluster's nodes. */
    private static Optional<Architecture> pinned(Fields placement) {
        Optional<Architecture> pinned = Optional.empty();
        for (Yaml item : placement.items("constraints")) {
            Matcher constraint =
                    ARCHITECTURE.matcher(placement.text(item, "constraints").orElse(""));
            if (constraint.matches()) {
                String word = constraint.group(1);
                pinned = placement.parsed(item, "constraints", text -> Architecture.parse(word));
            }
        }
        placement.take("preferences");
        placement.take("max_replicas_per_node");
        placement.finish();
        return pinned;
    }

    private static RestartPolicy restart(Fields policy) {
        Optional<Yaml> value = policy.take("condition");
        String condition = policy.text("condition").orElse("any");
        int attempts = policy.integer("max_attempts").orElse(0);
        policy.duration("delay");
        policy.duration("window");
        policy.finish();
        if (attempts > 0 && !condition.equals("on-failure")) {
            policy.problem(
                    policy.at("max_attempts"),
                    "max_attempts is not carried out with condition '%s': the engine counts restarts with 'on-failure' only"
                            .formatted(condition));
        }
        return switch (condition) {
            case "none" -> RestartPolicy.never();
            case "on-failure" -> new RestartPolicy(RestartPolicy.Kind.ON_FAILURE, attempts);
            case "any" -> new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0);
            default -> {
                value.ifPresent(found -> policy.wrong(found, "condition", "must be none, on-failure or any"));
                yield RestartPolicy.never();
            }
        };
    }
}
