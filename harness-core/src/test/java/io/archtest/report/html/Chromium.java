package io.archtest.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.openqa.selenium.UnexpectedAlertBehaviour;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real Chromium without a window, of this host's packages: nothing is downloaded. All that it writes goes with it. */
final class Chromium implements AutoCloseable {
    /** For whatever a page does once it is open: on a busy host it gets little of the processor. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home;
    private final ChromeDriver driver;

    private Chromium(Path home, ChromeDriver driver) {
        this.home = home;
        this.driver = driver;
    }

    static Chromium start() throws IOException {
        File browser = program("chromium");
        File control = program("chromedriver");
        Path home = Files.createTempDirectory("archtest-chromium-");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser);
        options.setCapability("goog:loggingPrefs", logs);
        // a dialog that a page opens must be seen by the test, not put away
        options.setUnhandledPromptBehaviour(UnexpectedAlertBehaviour.IGNORE);
        options.addArguments(
                "--headless=new",
                "--window-size=1280,800",
                "--hide-scrollbars",
                "--force-prefers-reduced-motion",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + home.resolve("profile"));
        if (System.getProperty("user.name").equals("root")) {
            options.addArguments("--no-sandbox");
        }
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(control)
                .usingAnyFreePort()
                .withEnvironment(Map.of("HOME", home.toString(), "TMPDIR", home.toString()))
                .build();
        try {
            return new Chromium(home, new ChromeDriver(service, options));
        } catch (RuntimeException e) {
            remove(home);
            throw e;
        }
    }

    /** Without one, what a reader sees is not tested: that is a failure, since nobody would notice a skipped test. */
    private static File program(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        ("No '%s' in PATH, so nobody can tell what a reader of report.html sees. Debian and Ubuntu: "
                                        + "apt-get install --no-install-recommends chromium chromium-driver fonts-dejavu-core; "
                                        + "macOS: brew install --cask chromium chromedriver; without: -DskipEngineTests")
                                .formatted(name)));
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Opens a page; what the browser told of earlier ones is forgotten. */
    void open(Path file) {
        requests();
        consoleErrors();
        driver.get(file.toUri().toString());
    }

    /** Addresses that were asked for since the last question. */
    List<String> requests() {
        List<String> addresses = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            try {
                JsonNode message = JSON.readTree(entry.getMessage()).path("message");
                if (message.path("method").asText().equals("Network.requestWillBeSent")) {
                    addresses.add(message.at("/params/request/url").asText());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return addresses;
    }

    /** What was written to the console since the last question, as far as it is an error or a warning. */
    List<String> consoleErrors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** What the reader's screen is. */
    void screen(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    /** @param media {@code screen} or {@code print}; @param scheme {@code light} or {@code dark} */
    void media(String media, String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "media",
                        media,
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    void scripts(boolean allowed) {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !allowed));
    }

    /** In the page, as its own scripts are. */
    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Accessibility rules that the page breaks: each with what breaks it. */
    List<String> violations() {
        try (var rules = Chromium.class.getResourceAsStream("/axe.min.js")) {
            driver.executeScript(new String(rules.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(3));
        Object found = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
                axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']}).then(
                  result => done(result.violations.flatMap(rule => rule.nodes.map(node =>
                    `${rule.id}: ${node.html.slice(0, 200)}: ${node.failureSummary}`))),
                  error => done([String(error)]));
                """);
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    /** @param whole the page from top to end, else what is on the screen */
    byte[] picture(boolean whole) {
        Object data = driver.executeCdpCommand(
                        "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", whole))
                .get("data");
        return Base64.getDecoder().decode(String.valueOf(data));
    }

    /** The page as a printer gets it, as PDF. */
    byte[] paper() {
        Object data = driver.executeCdpCommand("Page.printToPDF", Map.of()).get("data");
        return Base64.getDecoder().decode(String.valueOf(data));
    }

    @Override
    public void close() {
        driver.quit();
        remove(home);
    }

    /** Its last processes may still write when its driver has gone. */
    private static void remove(Path home) {
        Awaitility.await("removal of " + home).atMost(Duration.ofMinutes(1)).until(() -> removed(home));
    }

    private static boolean removed(Path home) {
        if (!Files.exists(home)) {
            return true;
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }
}
