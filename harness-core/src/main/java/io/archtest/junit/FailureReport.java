package io.archtest.junit;

import io.archtest.environment.Environment.Incident;
import io.archtest.model.ArchtestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.IncompleteExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failed test says of its stacks: logs and inspects in the report, and what went wrong there in the message. */
final class FailureReport {
    private static final Logger LOG = LoggerFactory.getLogger(FailureReport.class);

    private final ExtensionContext context;

    FailureReport(ExtensionContext context) {
        this.context = context;
    }

    /** The failure with what is known: the same one, or where a component died one that says so first. */
    Throwable of(Throwable failure) {
        if (failure instanceof IncompleteExecutionException || failure instanceof StackNotStartedException) {
            return failure;
        }
        List<String> causes = new ArrayList<>();
        List<String> where = new ArrayList<>();
        for (StackRequest request : ArchTestExtension.used(context)) {
            OpenStacks.of(context).ready(request).ifPresent(stack -> {
                causes.addAll(incidents(stack));
                where.add("on stack %s; logs and inspects of its components: %s".formatted(stack, publish(stack)));
            });
        }
        Throwable told = causes.isEmpty() ? failure : enriched(String.join("; ", causes), failure);
        if (!where.isEmpty()) {
            told.addSuppressed(new Where(String.join("\n", where)));
        }
        return told;
    }

    private static List<String> incidents(SharedStack stack) {
        try {
            return stack.environment().incidents().stream()
                    .map(incident -> sentence(stack, incident))
                    .toList();
        } catch (ArchtestException e) {
            return List.of("stack %s can't be asked how it is: %s".formatted(stack, e.getMessage()));
        }
    }

    private static String sentence(SharedStack stack, Incident incident) {
        return "component '%s' of stack %s %s".formatted(incident.component(), stack, incident.cause());
    }

    /** What was expected and found stays there for IDEs that show it. */
    private static Throwable enriched(String causes, Throwable failure) {
        String message = "%s%nThe test itself: %s".formatted(causes, failure);
        if (failure instanceof AssertionFailedError known && known.isExpectedDefined() && known.isActualDefined()) {
            return new AssertionFailedError(message, known.getExpected(), known.getActual(), failure);
        }
        return new AssertionFailedError(message, failure);
    }

    private String publish(SharedStack stack) {
        String name =
                "archtest-%s-%s".formatted(stack.placement().name(), stack.run().runId());
        try {
            context.publishDirectory(name, folder -> {
                List<String> gaps = stack.run().evidence(folder);
                gaps.forEach(gap -> LOG.warn("{}", gap));
            });
            return "folder '%s' in the test's output directory".formatted(name);
        } catch (RuntimeException e) {
            return "not published, %s".formatted(e.getMessage());
        }
    }

    /** Those of a start that failed; published once. */
    static void publishLogs(ExtensionContext context, StackRequest request, SharedStacks stacks) {
        Optional<Path> logs = stacks.takeLogs(request);
        logs.ifPresent(folder -> {
            try {
                context.publishDirectory("archtest-not-started", target -> copy(folder, target));
            } catch (RuntimeException e) {
                LOG.warn("The logs of stack {} were not published: {}", request, e.getMessage());
            } finally {
                SharedStacks.remove(folder);
            }
        });
    }

    private static void copy(Path folder, Path target) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** A line among the suppressed ones; it has no stack trace of its own. */
    static final class Where extends Exception {
        private static final long serialVersionUID = 1L;

        Where(String message) {
            super(message, null, false, false);
        }
    }
}
