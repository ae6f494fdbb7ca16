package io.archtest.run;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.archtest.environment.Environment;
import io.archtest.environment.Snapshot;
import io.archtest.host.Ownership;
import io.archtest.host.Sha256;
import io.archtest.image.ImageMode;
import io.archtest.model.ArchtestException;
import io.archtest.model.Component;
import io.archtest.model.FileContent;
import io.archtest.model.Redaction;
import io.archtest.plan.PlannedRun;
import io.archtest.scenario.Scenario;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A stack that a process keeps running for others, as {@code archtest up} does; plain values, for JSON. It holds the
 * stack's generated secrets, so only its owner's user may read it.
 *
 * @param name by which people call it
 * @param scenario a built-in name, or the absolute path of a Compose file
 * @param fingerprint of the files that it was started from
 * @param placement its name
 * @param architectures by component: the architecture's word
 * @param images {@code auto}, {@code registry} or {@code packaged}, as it was asked for
 * @param withheld all texts that are never to be shown, those secrets among them
 * @param engines by component: the docker program's arguments that lead to its engine
 * @param notices what people should know of it, such as that a stand-in runs in it
 * @param owner the process that keeps it; when that ends, so does the stack
 */
public record KeptStack(
        String name,
        String scenario,
        String fingerprint,
        String placement,
        Map<String, String> architectures,
        Map<String, String> options,
        String images,
        String provider,
        String owner,
        String runId,
        Map<String, String> secrets,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> withheld,
        @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, List<String>> engines,
        List<String> notices,
        Snapshot snapshot) {

    /** Of a stack that this process has started, and keeps. */
    public static KeptStack of(String name, String scenario, String provider, ActiveRun run) {
        PlannedRun plan = run.plan();
        Environment environment = run.environment();
        return new KeptStack(
                name,
                scenario,
                fingerprint(plan.scenario()),
                plan.placement().name(),
                architectures(plan),
                plan.scenario().options(),
                plan.images().word(),
                provider,
                Ownership.ofThisProcess().label(),
                run.runId().value(),
                plan.scenario().secrets(),
                List.copyOf(plan.scenario().redaction().secrets()),
                engines(environment),
                run.notices(),
                Snapshot.of(environment));
    }

    private static Map<String, List<String>> engines(Environment environment) {
        Map<String, List<String>> engines = new TreeMap<>();
        environment
                .components()
                .forEach(component -> engines.put(
                        component.name().value(), component.engine().address().programArguments()));
        return engines;
    }

    /** Takes out of texts what nobody is to see. */
    public Redaction redaction() {
        return new Redaction(withheld);
    }

    /** Whether its keeper still lives. */
    public boolean alive() {
        return !new Ownership(owner).dead();
    }

    /**
     * Whether a plan is meant for it; whether it really is the same stack still is for {@link Session#attach} to say.
     *
     * @param asked a built-in name, or the path of a Compose file
     */
    public boolean suits(String asked, String provider, PlannedRun plan) {
        boolean sameImages =
                plan.images() == ImageMode.AUTO || plan.images().word().equals(images);
        return scenario.equals(asked)
                && this.provider.equals(provider)
                && sameImages
                && options.equals(plan.scenario().options())
                && architectures.equals(architectures(plan));
    }

    /**
     * Refuses a plan that isn't for what runs here.
     *
     * @param plan made with this stack's own secrets
     * @throws ArchtestException saying what differs, and what to do
     */
    void requireSame(PlannedRun plan) {
        if (!architectures.equals(architectures(plan))) {
            throw differs("it was started with placement '%s', %s; asked for is '%s', %s"
                    .formatted(placement, architectures, plan.placement().name(), architectures(plan)));
        }
        if (!fingerprint.equals(fingerprint(plan.scenario()))) {
            throw differs("its files have changed since it was started, or variables of the environment that they use");
        }
    }

    private ArchtestException differs(String how) {
        return new ArchtestException(
                "The stack '%s' that is kept running is another one: %s. Remove it with: archtest down %s"
                        .formatted(name, how, name));
    }

    private static Map<String, String> architectures(PlannedRun plan) {
        Map<String, String> words = new TreeMap<>();
        plan.scenario()
                .components()
                .forEach(component -> words.put(
                        component.name().value(),
                        plan.placement().of(component.name()).word()));
        return words;
    }

    /** Of the Compose files' text, and of every file and variable that its containers are given. */
    private static String fingerprint(Scenario scenario) {
        MessageDigest digest = Sha256.digest();
        for (Path file : scenario.sources()) {
            try {
                digest.update(Files.readAllBytes(file));
            } catch (IOException e) {
                throw new ArchtestException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
            }
        }
        for (Component component : scenario.components()) {
            digest.update(
                    new TreeMap<>(component.process().environment()).toString().getBytes(StandardCharsets.UTF_8));
            for (FileContent file : component.files()) {
                digest.update(file.target().getBytes(StandardCharsets.UTF_8));
                digest.update(file.content().getBytes(StandardCharsets.UTF_8));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
