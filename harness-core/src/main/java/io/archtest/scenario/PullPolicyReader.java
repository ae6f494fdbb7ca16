package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.PullPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code pull_policy}. */
final class PullPolicyReader {
    private static final String KEY = "pull_policy";
    private static final String EVERY = "every_";
    private static final Pattern PARTS = Pattern.compile("(?:\\d{1,6}[wdhms])+");
    private static final Pattern PART = Pattern.compile("(\\d+)([wdhms])");
    private static final Map<String, Duration> UNITS = Map.of(
            "w", Duration.ofDays(7),
            "d", Duration.ofDays(1),
            "h", Duration.ofHours(1),
            "m", Duration.ofMinutes(1),
            "s", Duration.ofSeconds(1));

    private PullPolicyReader() {}

    static PullPolicy read(Fields service) {
        Optional<Yaml> value = service.take(KEY);
        PullPolicy policy = service.parsed(KEY, PullPolicyReader::policy).orElseGet(PullPolicy::missing);
        if (policy.kind() == PullPolicy.Kind.BUILD && !service.entries().containsKey("build")) {
            service.problem(
                    value.map(Yaml::at).orElse(service.at()),
                    "pull_policy 'build' needs a 'build' section, which this service doesn't have");
        }
        return policy;
    }

    private static PullPolicy policy(String word) {
        return word.startsWith(EVERY)
                ? PullPolicy.older(period(word, word.substring(EVERY.length())))
                : PullPolicy.of(word).orElseThrow(() -> unknown(word));
    }

    private static Duration period(String word, String text) {
        if (!PARTS.matcher(text).matches()) {
            throw unknown(word);
        }
        Duration period = Duration.ZERO;
        Matcher parts = PART.matcher(text);
        while (parts.find()) {
            Duration unit = UNITS.getOrDefault(parts.group(2), Duration.ZERO);
            period = period.plus(unit.multipliedBy(Long.parseLong(parts.group(1))));
        }
        return period;
    }

    private static InvalidRequestException unknown(String word) {
        return new InvalidRequestException(
                "unknown pull policy '%s'; known: %s, every_DURATION such as every_12h or every_1w2d"
                        .formatted(word, String.join(", ", PullPolicy.WORDS)));
    }
}
