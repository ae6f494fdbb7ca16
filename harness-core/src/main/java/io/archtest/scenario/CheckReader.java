package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Problems;
import io.archtest.compose.ShellWords;
import io.archtest.compose.Yaml;
import io.archtest.model.ComponentName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the entries of {@code x-archtest.checks}. */
final class CheckReader {
    private static final Set<String> KINDS = Set.of("http", "tcp", "exec", "log");
    private static final String HOST = "host";

    /** Those that every scenario has, beside the ones that it declares. */
    private static final Set<String> PLACEMENTS =
            Set.of("default", "native", "emulated", "split", "flip", "arm64", "x86_64", "cover");

    private final Set<String> services;
    private final Set<String> placements;
    private final ComposeFiles files;
    private final GrantedFiles granted;
    private final Problems problems;
    /** Of a service with several containers: the one that is meant. */
    private final Map<ComponentName, ComponentName> meant;

    /** @param placements the declared ones */
    CheckReader(
            Set<String> services, Set<String> placements, ComposeFiles files, GrantedFiles granted, Problems problems) {
        this(services, placements, files, granted, problems, Map.of());
    }

    private CheckReader(
            Set<String> services,
            Set<String> placements,
            ComposeFiles files,
            GrantedFiles granted,
            Problems problems,
            Map<ComponentName, ComponentName> meant) {
        this.services = services;
        this.placements = new TreeSet<>(placements);
        this.placements.addAll(PLACEMENTS);
        this.files = files;
        this.granted = granted;
        this.problems = problems;
        this.meant = meant;
    }

    /** The same for one container of each service that has several; checks say in their names which. */
    CheckReader meaning(Map<ComponentName, ComponentName> containers) {
        return new CheckReader(services, placements, files, granted, problems, containers);
    }

    /** What all kinds have. */
    record Frame(String name, Optional<Duration> timeout) {}

    Optional<CheckDeclaration> read(Fields fields) {
        Set<String> tags = new LinkedHashSet<>(fields.strings("tags"));
        Set<String> where = placements(fields);
        Optional<String> javaChecks = fields.text("class");
        Optional<String> name = fields.text("name").map(claim -> claim + ofWhom());
        Optional<Duration> timeout = timeout(fields);
        List<String> kinds =
                KINDS.stream().filter(fields.entries()::containsKey).sorted().toList();
        Optional<CheckDeclaration> check =
                javaChecks.isPresent() ? javaChecks(fields, javaChecks.get()) : named(fields, name, kinds, timeout);
        fields.finish();
        return check.<CheckDeclaration>map(found -> where.isEmpty() ? found : new CheckDeclaration.Placed(found, where))
                .map(found -> tags.isEmpty() ? found : new CheckDeclaration.Tagged(found, tags));
    }

    private static Optional<CheckDeclaration> javaChecks(Fields fields, String name) {
        for (String key : List.of("name", "timeout", "http", "tcp", "exec", "log")) {
            if (fields.take(key).isPresent()) {
                fields.problem(
                        fields.at(key),
                        "'%s' is of no use beside 'class': Java checks say this themselves".formatted(key));
            }
        }
        return Optional.of(new CheckDeclaration.JavaChecks(name));
    }

    private Optional<CheckDeclaration> named(
            Fields fields, Optional<String> name, List<String> kinds, Optional<Duration> timeout) {
        KINDS.forEach(fields::take);
        if (name.isEmpty() || name.get().isBlank()) {
            fields.problem(fields.at(), "a check needs: class, or name and one of http, tcp, exec, log");
            // its kind is read all the same, so that all problems show at once
        }
        if (kinds.size() != 1) {
            fields.problem(
                    fields.at(),
                    "check '%s' needs one of http, tcp, exec, log; it has %s"
                            .formatted(name.orElse(""), kinds.isEmpty() ? "none" : String.join(" and ", kinds)));
            return Optional.empty();
        }
        String kind = kinds.get(0);
        Frame frame = new Frame(name.orElse(""), timeout);
        return fields.map(kind).flatMap(ask -> {
            Optional<CheckDeclaration> check = switch (kind) {
                case "http" -> new HttpCheckReader(this, files, granted).read(frame, ask);
                case "tcp" -> tcp(frame, ask);
                case "exec" -> exec(frame, ask);
                default -> log(frame, ask);
            };
            ask.finish();
            return check;
        });
    }

    private Set<String> placements(Fields fields) {
        Set<String> named = new LinkedHashSet<>();
        List<Yaml> items = fields.take("placements")
                .map(value -> value instanceof Yaml.Sequence sequence ? sequence.items() : List.of(value))
                .orElse(List.of());
        for (Yaml item : items) {
            fields.text(item, "placements").ifPresent(name -> {
                if (!placements.contains(name) && !name.matches("cover-\\d+")) {
                    problems.unknown(item.at(), "unknown placement", name, placements);
                }
                named.add(name);
            });
        }
        return named;
    }

    private static Optional<Duration> timeout(Fields fields) {
        Optional<Duration> timeout = fields.duration("timeout");
        if (timeout.isPresent() && timeout.get().isZero()) {
            fields.problem(
                    fields.at("timeout"), "nothing is done in no time; leave 'timeout' out for archtest's own limit");
            return Optional.empty();
        }
        return timeout;
    }

    private Optional<CheckDeclaration> tcp(Frame frame, Fields ask) {
        Optional<ComponentName> from = origin(ask);
        Optional<ComponentName> to = service(ask, "to");
        Optional<Integer> port = ask.parsed("port", io.archtest.compose.Quantities::port);
        boolean refused = ask.flag("refused").orElse(false);
        Optional<String> send = ask.text("send");
        TextExpectation answer = ExpectationReader.read(ask, "answer", ExpectationReader.Alone.CONTAINED);
        needs(ask, "to", "port");
        if (refused && (send.isPresent() || answer.any())) {
            ask.problem(ask.at("refused"), "where a connection is refused, nothing can be sent or answered");
        }
        if (send.isPresent() && !answer.any()) {
            ask.problem(ask.at("send"), "what is sent says nothing without an 'answer' that is expected");
        }
        if (to.isEmpty() || port.isEmpty()) {
            return Optional.empty();
        }
        CheckDeclaration.Tcp tcp = new CheckDeclaration.Tcp(
                frame.name(), from, to.get(), port.get(), refused, send.orElse(""), answer, frame.timeout());
        if (tcp.ofTheMatrix() && frame.timeout().isPresent()) {
            ask.problem(
                    ask.at(),
                    "a plain connection between components is proven by the connectivity matrix, which takes no 'timeout'");
        }
        return Optional.of(tcp);
    }

    private Optional<CheckDeclaration> exec(Frame frame, Fields ask) {
        Optional<ComponentName> component = service(ask, "component");
        Optional<Yaml> command = ask.take("command");
        List<String> words = command.isPresent() && command.get() instanceof Yaml.Scalar
                ? ask.parsed(command.get(), "command", ShellWords::split).orElse(List.of())
                : ask.strings("command");
        Optional<String> user = ask.text("user");
        Optional<String> folder = ask.text("working_dir");
        Map<String, String> environment = ask.pairs("environment", files::variable);
        int exit = ask.integer("exit").orElse(0);
        TextExpectation output = ExpectationReader.read(ask, "output", ExpectationReader.Alone.CONTAINED);
        TextExpectation standard = ExpectationReader.read(ask, "stdout", ExpectationReader.Alone.CONTAINED);
        TextExpectation error = ExpectationReader.read(ask, "stderr", ExpectationReader.Alone.CONTAINED);
        needs(ask, "component", "command");
        moved(ask, "limit", "it is 'timeout' now, beside 'name'");
        if (exit < 0 || exit > 255) {
            ask.problem(ask.at("exit"), "%d is no exit code; they are from 0 to 255".formatted(exit));
        }
        if (command.isPresent() && words.isEmpty()) {
            ask.problem(ask.at("command"), "there is no command to run");
        }
        return component
                .filter(at -> !words.isEmpty())
                .map(at -> new CheckDeclaration.Exec(
                        frame.name(),
                        at,
                        new CheckDeclaration.ExecCommand(words, user, environment, folder),
                        exit,
                        output,
                        standard,
                        error,
                        frame.timeout()));
    }

    private Optional<CheckDeclaration> log(Frame frame, Fields ask) {
        Optional<ComponentName> component = service(ask, "component");
        List<String> contains = ExpectationReader.texts(ask, "contains");
        List<String> patterns = ExpectationReader.patterns(ask, "matches");
        List<String> absent = ExpectationReader.patterns(ask, "absent");
        Optional<Integer> atLeast = ask.integer("at_least");
        needs(ask, "component");
        boolean present = !contains.isEmpty() || !patterns.isEmpty();
        if (!ask.entries().containsKey("contains")
                && !ask.entries().containsKey("matches")
                && !ask.entries().containsKey("absent")) {
            ask.problem(ask.at(), "nothing is expected of the log; give 'contains', 'matches' or 'absent'");
        }
        if (atLeast.isPresent() && (!present || atLeast.get() < 1)) {
            ask.problem(ask.at("at_least"), "counts, from 1, the lines that 'contains' and 'matches' ask for");
        }
        if (frame.timeout().isPresent() && !present) {
            ask.problem(ask.at(), "'absent' is looked for at the end of the run, and takes no 'timeout'");
        }
        TextExpectation expected =
                new TextExpectation(Optional.empty(), contains, patterns, List.of(), Optional.empty(), List.of());
        return component.map(at -> new CheckDeclaration.Log(
                frame.name(), at, expected, Math.max(1, atLeast.orElse(1)), absent, frame.timeout()));
    }

    /** Where it is asked from: a component; the host when absent. */
    Optional<ComponentName> origin(Fields ask) {
        Optional<Yaml> value = ask.take("from");
        return value.flatMap(found -> ask.text(found, "from")
                .filter(name -> services.contains(name) || !name.equals(HOST))
                .flatMap(name -> {
                    Set<String> known = new TreeSet<>(services);
                    known.add(HOST);
                    return service(name, found.at(), known);
                }));
    }

    Optional<ComponentName> service(Fields fields, String key) {
        Optional<Yaml> value = fields.take(key);
        return value.flatMap(found -> fields.text(found, key).flatMap(name -> service(name, found.at(), services)));
    }

    private Optional<ComponentName> service(String name, Yaml.Position at, Set<String> known) {
        if (!services.contains(name)) {
            problems.unknown(at, "unknown service", name, known);
            return Optional.empty();
        }
        ComponentName named = ComponentName.of(name);
        return Optional.of(meant.getOrDefault(named, named));
    }

    private String ofWhom() {
        String names = meant.values().stream().map(ComponentName::value).collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " (%s)".formatted(names);
    }

    static void needs(Fields ask, String... keys) {
        List<String> missing = new ArrayList<>();
        for (String key : keys) {
            if (ask.take(key).isEmpty()) {
                missing.add(key);
            }
        }
        if (!missing.isEmpty()) {
            ask.problem(ask.at(), "this check needs: %s".formatted(String.join(", ", missing)));
        }
    }

    private static void moved(Fields ask, String key, String now) {
        if (ask.take(key).isPresent()) {
            ask.problem(ask.at(key), "there is no '%s': %s".formatted(key, now));
        }
    }
}
