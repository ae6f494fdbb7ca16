package io.archtest.environment;

import io.archtest.cause.BinfmtHandler;
import io.archtest.engine.EngineInfo;
import io.archtest.model.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What this host's kernel executes programs of another architecture with; for engines that run on this very kernel. */
final class KernelHandlers {
    private static final String PREFIX = "qemu-";

    private final Path proc;

    /** @param proc {@code /proc} */
    KernelHandlers(Path proc) {
        this.proc = proc;
    }

    /** Absent where it can't be known: the engine is elsewhere, and so is what its kernel knows. */
    Optional<BinfmtHandler> handler(EngineInfo engine, Architecture architecture) {
        Path folder = proc.resolve("sys/fs/binfmt_misc");
        if (architecture == engine.architecture() || !runsHere(engine) || !Files.exists(folder.resolve("status"))) {
            return Optional.empty();
        }
        Path file = folder.resolve(PREFIX + architecture.machine());
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            return Optional.of(BinfmtHandler.parse(architecture.machine(), text));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A socket of this host may lead into a machine with a kernel of its own. */
    private boolean runsHere(EngineInfo engine) {
        try {
            return engine.endpoint().startsWith("unix:")
                    && says(engine, "sys/kernel/osrelease")
                    && says(engine, "sys/kernel/hostname");
        } catch (IOException e) {
            return false;
        }
    }

    private boolean says(EngineInfo engine, String file) throws IOException {
        String word = Files.readString(proc.resolve(file)).strip();
        return !word.isEmpty() && engine.identity().contains(word);
    }
}
