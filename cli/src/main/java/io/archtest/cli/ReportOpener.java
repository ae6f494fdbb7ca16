package io.archtest.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows a page in the user's browser, where there is one; waits for nothing. */
final class ReportOpener {
    private final Surroundings surroundings;

    ReportOpener(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Says where it is in any case. */
    void open(Path page) {
        String address = page.toAbsolutePath().normalize().toUri().toString();
        surroundings.out().println(address);
        Optional<Path> opener = opener();
        if (opener.isEmpty()) {
            surroundings.out().println(why());
            return;
        }
        try {
            new ProcessBuilder(List.of(opener.get().toString(), address))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            surroundings
                    .out()
                    .println(
                            "it was not opened, since %s can't be started: %s".formatted(opener.get(), e.getMessage()));
        }
    }

    /** {@code BROWSER} may name several, the first of which counts that is there. */
    private Optional<Path> opener() {
        Map<String, String> environment = surroundings.environment();
        for (String name : environment.getOrDefault("BROWSER", "").split(":")) {
            Optional<Path> browser = name.contains("/")
                    ? Optional.of(Path.of(name)).filter(java.nio.file.Files::isExecutable)
                    : DockerClientProgram.on(environment, name.isBlank() ? "/" : name)
                            .findFirst();
            if (browser.isPresent()) {
                return browser;
            }
        }
        return headless()
                ? Optional.empty()
                : DockerClientProgram.on(environment, surroundings.system().mac() ? "open" : "xdg-open")
                        .findFirst();
    }

    private boolean headless() {
        Map<String, String> environment = surroundings.environment();
        boolean noScreen = !surroundings.system().mac()
                && environment.getOrDefault("DISPLAY", "").isEmpty()
                && environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
        return noScreen || !environment.getOrDefault("CI", "").isEmpty();
    }

    private String why() {
        return headless()
                ? "it was not opened: nobody looks at a screen here (no DISPLAY, or CI); copy the file to where there is a browser, it needs no other"
                : "it was not opened: there is no %s on the PATH; set BROWSER to a browser's path, or open the address above"
                        .formatted(surroundings.system().mac() ? "open" : "xdg-open");
    }
}
