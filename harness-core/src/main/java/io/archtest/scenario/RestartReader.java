package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Problems;
import io.archtest.compose.Yaml;
import io.archtest.model.RestartPolicy;
import java.util.List;
import java.util.Optional;

/** Reads {@code restart}; {@code deploy.restart_policy} goes before it. */
final class RestartReader {
    private RestartReader() {}

    static RestartPolicy read(Fields service, DeployReader.Deploy deploy, Problems problems) {
        RestartPolicy own = own(service, problems);
        return deploy.restart().orElse(own);
    }

    private static RestartPolicy own(Fields service, Problems problems) {
        Optional<Yaml> value = service.take("restart");
        String text = service.text("restart").orElse(RestartPolicy.Kind.NO.word());
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        for (RestartPolicy.Kind kind : RestartPolicy.Kind.values()) {
            if (kind.word().equals(word) && (colon < 0 || kind == RestartPolicy.Kind.ON_FAILURE)) {
                int retries = colon < 0
                        ? 0
                        : service.parsed("restart", line -> Integer.parseInt(line.substring(colon + 1)))
                                .orElse(0);
                return new RestartPolicy(kind, retries);
            }
        }
        problems.unknown(
                value.map(Yaml::at).orElse(service.at()),
                "unknown restart policy",
                text,
                List.of("no", "always", "on-failure", "on-failure:RETRIES", "unless-stopped"));
        return RestartPolicy.never();
    }
}
