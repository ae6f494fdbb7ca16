package io.archtest.image;

import io.archtest.engine.Labels;
import io.archtest.host.FileTree;
import io.archtest.host.Ownership;
import io.archtest.model.ArchtestException;
import io.archtest.model.FileFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Builds that killed archtest processes left running: docker's program outlives who started it, and the engine goes on
 * building for it. A {@code RUN} that never ends would never be ended by anybody.
 */
public final class StaleBuilds {
    /** Of the folder that a build's files are in, within the system's for temporary files. */
    static final String FOLDER = "archtest-build-";

    private static final String OWNER = Labels.OWNER + "=";
    private static final String ID_FILE = "--iidfile";
    private static final int SECONDS = 10;

    private StaleBuilds() {}

    /** Ends them and removes their files; returns what they were. */
    public static List<String> end() {
        List<String> ended = new ArrayList<>();
        Optional<String> user = ProcessHandle.current().info().user();
        // only one's own processes: those of others may say what they like
        List<ProcessHandle> mine = ProcessHandle.allProcesses()
                .filter(process -> process.info().user().equals(user))
                .toList();
        for (ProcessHandle process : mine) {
            List<String> words = process.info().arguments().map(List::of).orElse(List.of());
            if (words.contains("build") && words.contains(ID_FILE) && abandoned(words)) {
                end(process);
                removeFiles(words);
                ended.add("build of process %d".formatted(process.pid()));
            }
        }
        return ended;
    }

    /**
     * Removes what killed processes left of packaged images that they were putting together; the next that builds one does it, too.
     *
     * @param cache where packaged images are made
     */
    public static List<Path> removeFolders(Path cache) {
        return PackagedImages.folders(cache).removeDead();
    }

    private static boolean abandoned(List<String> words) {
        return words.stream()
                .filter(word -> word.startsWith(OWNER))
                .anyMatch(word -> new Ownership(word.substring(OWNER.length())).dead());
    }

    private static void end(ProcessHandle process) {
        process.destroy(); // on this it has the engine end the build
        process.onExit()
                .completeOnTimeout(process, SECONDS, TimeUnit.SECONDS)
                .thenAccept(ProcessHandle::destroyForcibly)
                .join();
    }

    private static void removeFiles(List<String> words) {
        Path folder = Path.of(words.get(words.indexOf(ID_FILE) + 1)).getParent();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        if (folder == null
                || !temporary.equals(folder.getParent())
                || !folder.getFileName().toString().startsWith(FOLDER)) {
            return;
        }
        try {
            FileTree.remove(folder);
        } catch (IOException e) {
            throw new ArchtestException(
                    "Cannot remove %s, left behind by a build: %s".formatted(folder, FileFailure.reason(e)), e);
        }
    }
}
