package io.archtest.check;

import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.Outcome;
import io.archtest.model.Verdict;
import io.archtest.scenario.CheckDeclaration;
import io.archtest.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Turns a scenario's declarations into checks that can be asked. */
public final class DeclaredChecks {
    private DeclaredChecks() {}

    /**
     * The checks in order, those about what a log must not have last; without those whose tags weren't asked for. Plain
     * {@code tcp} ones between components are answered by the connectivity matrix, which asks them with a nonce.
     *
     * @param placement the name of the run's placement
     * @param vantages from where they are asked
     * @throws InvalidRequestException when a name is not that of any Java checks on the class path, or no check has a tag
     */
    public static List<Check> of(
            List<CheckDeclaration> declarations, Set<String> tags, String placement, Vantages vantages) {
        List<Check> all = new ArrayList<>();
        List<Check> last = new ArrayList<>();
        Set<String> known = new TreeSet<>();
        LogPatience patience = new LogPatience();
        for (CheckDeclaration declaration : declarations) {
            Set<String> shared = tagsOf(declaration);
            known.addAll(shared);
            boolean looksBack = plain(declaration) instanceof CheckDeclaration.Log log
                    && !log.absent().isEmpty();
            for (Check check : checks(plain(declaration), elsewhere(declaration, placement), vantages, patience)) {
                known.addAll(check.tags());
                if (wanted(shared, tags) && wanted(check.tags(), tags)) {
                    (looksBack ? last : all).add(check);
                }
            }
        }
        all.addAll(last);
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
                .map(DeclaredChecks::plain)
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

    /** What is asked, whenever it is. */
    static CheckDeclaration plain(CheckDeclaration declaration) {
        if (declaration instanceof CheckDeclaration.Tagged tagged) {
            return plain(tagged.check());
        }
        return declaration instanceof CheckDeclaration.Placed placed ? placed.check() : declaration;
    }

    /** Why it isn't asked under that placement, if it isn't. */
    private static Optional<String> elsewhere(CheckDeclaration declaration, String placement) {
        CheckDeclaration untagged =
                declaration instanceof CheckDeclaration.Tagged tagged ? tagged.check() : declaration;
        if (!(untagged instanceof CheckDeclaration.Placed placed)) {
            return Optional.empty();
        }
        boolean here = placed.placements().stream()
                .anyMatch(name -> placement.equals(name)
                        || placement.equals(name + "+place")
                        || (name.equals("cover") && placement.startsWith("cover-")));
        return here
                ? Optional.empty()
                : Optional.of("asked under placement %s only"
                        .formatted(String.join(", ", new TreeSet<>(placed.placements()))));
    }

    private static List<Check> checks(
            CheckDeclaration declaration, Optional<String> elsewhere, Vantages vantages, LogPatience patience) {
        if (elsewhere.isPresent()) {
            return question(declaration, vantages, patience)
                    .map(asked -> check(
                            asked.name(), asked.component().orElseThrow(), system -> Outcome.skipped(elsewhere.get())))
                    .stream()
                    .toList();
        }
        if (declaration instanceof CheckDeclaration.JavaChecks java) {
            return doing(find(java.name()).checks(), patience);
        }
        List<Check> check = question(declaration, vantages, patience).stream().toList();
        return declaration instanceof CheckDeclaration.Log ? check : doing(check, patience);
    }

    private static List<Check> doing(List<Check> checks, LogPatience patience) {
        return checks.stream().<Check>map(check -> new Doing(check, patience)).toList();
    }

    private static Optional<Check> question(CheckDeclaration declaration, Vantages vantages, LogPatience patience) {
        if (declaration instanceof CheckDeclaration.Http http) {
            return Optional.of(check(http.name(), http.component(), new HttpQuestion(http, vantages)::ask));
        } else if (declaration instanceof CheckDeclaration.Exec exec) {
            return Optional.of(check(exec.name(), exec.component(), new ExecQuestion(exec, vantages)::ask));
        } else if (declaration instanceof CheckDeclaration.Log log) {
            return Optional.of(
                    check(log.name(), log.component(), new LogQuestion(log, vantages::redaction, patience)::ask));
        } else if (declaration instanceof CheckDeclaration.Tcp tcp && !tcp.ofTheMatrix()) {
            return Optional.of(check(tcp.name(), tcp.to(), new TcpQuestion(tcp, vantages)::ask));
        }
        return Optional.empty();
    }

    /** Results of the plain {@code tcp} declarations, from the connectivity matrix; a pair that is not in it is errored. */
    public static List<CheckResult> answered(
            List<CheckDeclaration> declarations, Set<String> tags, String placement, List<ConnectivityResult> cells) {
        List<CheckResult> results = new ArrayList<>();
        for (CheckDeclaration declaration : declarations) {
            if (plain(declaration) instanceof CheckDeclaration.Tcp tcp
                    && tcp.ofTheMatrix()
                    && wanted(tagsOf(declaration), tags)) {
                Outcome outcome =
                        elsewhere(declaration, placement).map(Outcome::skipped).orElseGet(() -> answered(tcp, cells));
                results.add(new CheckResult("scenario", tcp.name(), tcp.from(), outcome, Duration.ZERO));
            }
        }
        return results;
    }

    private static Outcome answered(CheckDeclaration.Tcp tcp, List<ConnectivityResult> cells) {
        return cells.stream()
                .filter(cell -> tcp.from().equals(Optional.of(cell.from()))
                        && cell.to().equals(tcp.to())
                        && cell.port().equals(Optional.of(tcp.port())))
                .findFirst()
                .map(DeclaredChecks::outcome)
                .orElseGet(() -> Outcome.errored("%s -> %s:%d was not asked: no such port, or no common network"
                        .formatted(tcp.from().map(ComponentName::value).orElse("host"), tcp.to(), tcp.port())));
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
