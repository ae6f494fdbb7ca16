package io.archtest.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes as a build tool does, with {@link FakeHosts}, and keeps what came of them by their display names. */
final class Launched implements TestExecutionListener {
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> passed = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Throwable> failed = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, String> skipped = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final List<Path> published = Collections.synchronizedList(new ArrayList<>());
    private TestPlan plan;

    static Launched inOneSession(Class<?>... classes) {
        return new Launched().run(classes);
    }

    Launched with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    Launched run(Class<?>... classes) {
        try (LauncherSession session = LauncherFactory.openSession()) {
            run(session, classes);
        }
        return this;
    }

    /** One execution of several in a session. */
    Launched run(LauncherSession session, Class<?>... classes) {
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .configurationParameter(OpenStacks.FACTORY, FakeHosts.class.getName())
                .configurationParameter("junit.platform.reporting.output.dir", "target/launched")
                .configurationParameters(settings);
        Arrays.stream(classes).forEach(type -> request.selectors(selectClass(type)));
        session.getLauncher().execute(request.build(), this);
        return this;
    }

    List<String> passed() {
        return List.copyOf(passed);
    }

    Map<String, Throwable> failed() {
        return failed;
    }

    /** The message of the only failure. */
    String failure() {
        if (failed.size() != 1) {
            throw new AssertionError("failed: " + failed);
        }
        return String.valueOf(failed.values().iterator().next().getMessage());
    }

    /** Reasons by what was skipped. */
    Map<String, String> skipped() {
        return skipped;
    }

    /** Report entries. */
    List<String> told() {
        return told;
    }

    List<Path> published() {
        return published;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getThrowable().isPresent()) {
            failed.put(name(test), result.getThrowable().get());
        } else if (test.isTest()) {
            passed.add(name(test));
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skipped.put(name(test), reason);
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        told.addAll(entry.getKeyValuePairs().values());
    }

    @Override
    public void fileEntryPublished(TestIdentifier test, FileEntry file) {
        published.add(file.getPath());
    }

    /** Below the engine: {@code Class / template's name / test()}. */
    private String name(TestIdentifier test) {
        String above = plan.getParent(test)
                .filter(parent -> plan.getParent(parent).isPresent())
                .map(parent -> name(parent) + " / ")
                .orElse("");
        return above + test.getDisplayName();
    }
}
