package io.archtest.check;

import io.archtest.engine.ExecResult;
import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.Outcome;
import io.archtest.model.Verdict;
import io.archtest.scenario.CheckDeclaration;
import io.archtest.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;

/** Turns a scenario's declarations into checks that can be asked. */
public final class DeclaredChecks {
    private static final Duration HTTP_LIMIT = Duration.ofSeconds(10);
    private static final int QUOTED = 300;

    private DeclaredChecks() {}

    /**
     * The checks in order, without those whose tags weren't asked for; {@code tcp} ones are answered by the connectivity
     * matrix, which asks them with a nonce.
     *
     * @throws InvalidRequestException when a name is not that of any Java checks on the class path, or no check has a tag
     */
    public static List<Check> of(List<CheckDeclaration> declarations, Set<String> tags) {
        List<Check> all = new ArrayList<>();
        Set<String> known = new TreeSet<>();
        for (CheckDeclaration declaration : declarations) {
            Set<String> shared = tagsOf(declaration);
            known.addAll(shared);
            for (Check check : checks(untagged(declaration))) {
                known.addAll(check.tags());
                if (wanted(shared, tags) && wanted(check.tags(), tags)) {
                    all.add(check);
                }
            }
        }
        Set<String> unknown = new TreeSet<>(tags);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new InvalidRequestException("No check of this scenario has the tag %s; its tags: %s"
                    .formatted(String.join(", ", unknown), known.isEmpty() ? "none" : String.join(", ", known)));
        }
        return all;
    }

    /** What Java checks say of a scenario before anything is started. */
    public static List<String> concerns(Scenario scenario) {
        return scenario.checks().stream()
                .map(DeclaredChecks::untagged)
                .filter(CheckDeclaration.JavaChecks.class::isInstance)
                .flatMap(declaration -> find(declaration.name()).concerns(new DeclaredStack(scenario)).stream())
                .toList();
    }

    private static boolean wanted(Set<String> has, Set<String> asked) {
        return has.isEmpty() || has.stream().anyMatch(asked::contains);
    }

    private static Set<String> tagsOf(CheckDeclaration declaration) {
        return declaration instanceof CheckDeclaration.Tagged tagged ? tagged.tags() : Set.of();
    }

    private static CheckDeclaration untagged(CheckDeclaration declaration) {
        return declaration instanceof CheckDeclaration.Tagged tagged ? tagged.check() : declaration;
    }

    private static List<Check> checks(CheckDeclaration declaration) {
        if (declaration instanceof CheckDeclaration.JavaChecks java) {
            return find(java.name()).checks();
        }
        if (declaration instanceof CheckDeclaration.Http http) {
            return List.of(check(http.name(), http.component(), system -> ask(http, system)));
        }
        if (declaration instanceof CheckDeclaration.Exec exec) {
            return List.of(check(exec.name(), exec.component(), system -> ask(exec, system)));
        }
        if (declaration instanceof CheckDeclaration.Log log) {
            return List.of(check(log.name(), log.component(), system -> ask(log, system)));
        }
        return List.of();
    }

    /** Results of the {@code tcp} declarations, from the connectivity matrix; a pair that is not in it is errored. */
    public static List<CheckResult> answered(
            List<CheckDeclaration> declarations, Set<String> tags, List<ConnectivityResult> cells) {
        List<CheckResult> results = new ArrayList<>();
        for (CheckDeclaration declaration : declarations) {
            if (untagged(declaration) instanceof CheckDeclaration.Tcp tcp && wanted(tagsOf(declaration), tags)) {
                Outcome outcome = cells.stream()
                        .filter(cell -> cell.from().equals(tcp.from())
                                && cell.to().equals(tcp.to())
                                && cell.port().equals(Optional.of(tcp.port())))
                        .findFirst()
                        .map(DeclaredChecks::outcome)
                        .orElseGet(() -> Outcome.errored("%s -> %s:%d was not asked: no such port, or no common network"
                                .formatted(tcp.from(), tcp.to(), tcp.port())));
                results.add(new CheckResult("scenario", tcp.name(), Optional.of(tcp.from()), outcome, Duration.ZERO));
            }
        }
        return results;
    }

    private static Outcome outcome(ConnectivityResult cell) {
        return cell.verdict() == Verdict.PASSED
                ? Outcome.passed("connected in %d us, the nonce arrived".formatted(cell.latencyMicros()))
                : Outcome.failed("the nonce arrives at '%s'".formatted(cell.to()), "it did not", cell.cause());
    }

    private static JavaChecks find(String name) {
        Map<String, JavaChecks> known = new TreeMap<>();
        ServiceLoader.load(JavaChecks.class).forEach(checks -> known.put(checks.name(), checks));
        JavaChecks found = known.get(name);
        if (found == null) {
            throw new InvalidRequestException("The scenario asks for Java checks '%s'; on the class path are: %s"
                    .formatted(name, known.keySet()));
        }
        return found;
    }

    private static Outcome ask(CheckDeclaration.Http http, SystemUnderTest system) throws IOException {
        SystemUnderTest.Endpoint endpoint = system.endpoint(http.component().value(), http.port());
        HttpGet request = new HttpGet("http://%s%s".formatted(endpoint, http.path()));
        http.headers().forEach(request::setHeader);
        long limit = Math.round(
                HTTP_LIMIT.toMillis() * system.slowness(http.component().value()));
        request.setConfig(RequestConfig.custom()
                .setRedirectsEnabled(false)
                .setResponseTimeout(Timeout.ofMilliseconds(limit))
                .build());
        try (CloseableHttpClient client =
                HttpClients.custom().disableAutomaticRetries().build()) {
            return client.execute(request, response -> {
                String body = response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity());
                String expected = "status %d%s"
                        .formatted(
                                http.expectedStatus(),
                                http.expectedBody()
                                        .map(text -> " and a body with '" + text + "'")
                                        .orElse(""));
                boolean right = response.getCode() == http.expectedStatus()
                        && http.expectedBody().map(body::contains).orElse(true);
                String actual = "status %d, body '%s'".formatted(response.getCode(), cut(body));
                return right ? Outcome.passed(actual) : Outcome.failed(expected, actual);
            });
        } catch (IOException e) {
            // what the claim says of the component is wrong: it gives no answer
            return Outcome.failed(
                    "status " + http.expectedStatus(),
                    "no answer",
                    e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static Outcome ask(CheckDeclaration.Exec exec, SystemUnderTest system) {
        ExecResult result = system.exec(
                exec.component().value(), exec.limit(), exec.command().toArray(String[]::new));
        String actual =
                "exit code %d, output '%s'".formatted(result.exitCode(), cut(result.output() + result.errorOutput()));
        boolean right = result.exitCode() == exec.expectedExitCode()
                && exec.expectedOutput()
                        .map(text -> (result.output() + result.errorOutput()).contains(text))
                        .orElse(true);
        return right
                ? Outcome.passed(actual)
                : Outcome.failed(
                        "exit code %d%s"
                                .formatted(
                                        exec.expectedExitCode(),
                                        exec.expectedOutput()
                                                .map(text -> " and output with '" + text + "'")
                                                .orElse("")),
                        actual);
    }

    private static Outcome ask(CheckDeclaration.Log log, SystemUnderTest system) {
        Pattern pattern = Pattern.compile(log.pattern());
        Optional<String> line = system.log(log.component().value()).stream()
                .filter(candidate -> pattern.matcher(candidate).find())
                .findFirst();
        if (line.isPresent() == log.present()) {
            return Outcome.passed(line.map(DeclaredChecks::cut).orElse("no such line"));
        }
        return Outcome.failed(
                "%s line like '%s'".formatted(log.present() ? "a" : "no", log.pattern()),
                line.map(DeclaredChecks::cut).orElse("no such line"));
    }

    private static String cut(String text) {
        String line = text.strip();
        return line.length() > QUOTED ? line.substring(0, QUOTED) + "…" : line;
    }

    private interface Question {
        Outcome ask(SystemUnderTest system) throws Exception;
    }

    private static Check check(String name, ComponentName component, Question question) {
        return new Check() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<ComponentName> component() {
                return Optional.of(component);
            }

            @Override
            public Outcome ask(SystemUnderTest system) throws Exception {
                return question.ask(system);
            }
        };
    }
}
