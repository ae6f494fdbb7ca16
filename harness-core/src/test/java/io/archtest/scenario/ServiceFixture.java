package io.archtest.scenario;

import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A Compose file in a folder, of which a test cares for the service {@code web}. */
final class ServiceFixture {
    private final Path folder;

    ServiceFixture(Path folder) {
        this.folder = folder;
    }

    /** Lines of the service, and of the file's top level behind them. */
    Component web(String service, String top) {
        return scenario(service, top).component(ComponentName.of("web"));
    }

    Component web(String service) {
        return web(service, "");
    }

    Scenario scenario(String service, String top) {
        String text = """
                services:
                  db: { image: "db:1" }
                  web:
                    image: web:1
                %s
                %s
                """.formatted(service.indent(4).stripTrailing(), top);
        try {
            Path file = Files.writeString(folder.resolve("compose.yaml"), text);
            return new ScenarioReader().read(file, Map.of("HOME", "/home/me", "TOKEN", "t0ken"), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What reading says is wrong; nothing when it says nothing. */
    String problems(String service, String top) {
        try {
            scenario(service, top);
            return "";
        } catch (InvalidRequestException e) {
            return String.valueOf(e.getMessage());
        }
    }

    String problems(String service) {
        return problems(service, "");
    }
}
