package io.archtest.run;

import io.archtest.engine.EngineInfo;
import io.archtest.host.Sha256;
import io.archtest.model.ArchtestException;
import io.archtest.model.Component;
import io.archtest.model.FileContent;
import io.archtest.model.Redaction;
import io.archtest.scenario.Scenario;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * Tells whether two runs are of the same content: the same files, options and settings on the same engines. Secrets that
 * are made anew for each run don't count. Images are compared where they matter, since not all are there when a start fails.
 */
final class ContentDigest {
    private ContentDigest() {}

    /** @throws ArchtestException when a file of the scenario can't be read any more */
    static String of(Scenario scenario, Collection<EngineInfo> engines) {
        Redaction redaction = new Redaction(scenario.secrets().values());
        MessageDigest digest = Sha256.digest();
        add(digest, scenario.name());
        for (Path file : scenario.sources()) {
            if (!Files.exists(file)) {
                add(digest, file.toString()); // gone since it was read; what it said of components still counts
                continue;
            }
            try {
                digest.update(Files.readAllBytes(file));
            } catch (IOException e) {
                throw new ArchtestException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
            }
        }
        add(digest, new TreeMap<>(scenario.options()).toString());
        for (Component component : scenario.components()) {
            add(digest, redaction.of(new TreeMap<>(component.process().environment()).toString()));
            for (FileContent file : component.files()) {
                add(digest, file.target() + redaction.of(file.content()));
            }
        }
        engines.stream()
                .map(engine -> engine.identity() + " " + engine.version())
                .distinct()
                .sorted()
                .forEach(engine -> add(digest, engine));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        digest.update((text + '\n').getBytes(StandardCharsets.UTF_8));
    }
}
