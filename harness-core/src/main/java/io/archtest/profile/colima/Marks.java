package io.archtest.profile.colima;

import io.archtest.host.Ownership;
import io.archtest.model.ArchtestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What archtest notes about a profile, in a folder within the profile's own, so that it goes when the profile is deleted by
 * whomever: that archtest created it, which boot archtest started, who uses it now, and whether it is to be kept. Read and
 * written under {@link HomeLock}.
 */
final class Marks {
    private static final String STARTING = "starting: ";

    private final ColimaHome home;
    private final Ownership self;

    Marks(ColimaHome home, Ownership self) {
        this.home = home;
        this.self = self;
    }

    /** Whether archtest created it. */
    boolean ours(String profile) {
        return Files.exists(created(profile));
    }

    void create(String profile) {
        writing(profile, () -> {
            Files.createDirectories(folder(profile));
            Files.writeString(created(profile), "created by archtest, " + self.label() + "\n");
        });
    }

    /** Before this process starts the machine; what a killed one began to start counts as started by archtest. */
    void starting(String profile) {
        writing(profile, () -> Files.writeString(boot(profile), STARTING + self.label()));
    }

    /** After the machine was started by this process. */
    void started(String profile) {
        writing(profile, () -> Files.writeString(boot(profile), hostAgent(profile)));
    }

    /** Whether the boot that runs now was started by archtest: a machine that its user stopped and started is the user's. */
    boolean startedByArchtest(String profile) {
        String agent = hostAgent(profile);
        String boot = read(boot(profile));
        if (boot.startsWith(STARTING)) {
            return new Ownership(boot.substring(STARTING.length())).dead();
        }
        return !agent.isEmpty() && agent.equals(boot);
    }

    /** It stays up when nobody uses it. */
    void keep(String profile) {
        writing(profile, () -> Files.writeString(keepFile(profile), self.label()));
    }

    boolean kept(String profile) {
        return Files.exists(keepFile(profile));
    }

    void hold(String profile) {
        writing(profile, () -> {
            Files.createDirectories(holds(profile));
            Files.writeString(holds(profile).resolve(fileName()), self.label());
        });
    }

    void release(String profile) {
        writing(profile, () -> Files.deleteIfExists(holds(profile).resolve(fileName())));
    }

    /** Whether another process uses it; what dead ones left is removed. */
    boolean heldByOthers(String profile) {
        if (!Files.isDirectory(holds(profile))) {
            return false;
        }
        try (Stream<Path> files = Files.list(holds(profile))) {
            boolean held = false;
            for (Path file : files.toList()) {
                String label = Files.readString(file);
                if (new Ownership(label).dead()) {
                    Files.deleteIfExists(file);
                } else {
                    held |= !label.equals(self.label());
                }
            }
            return held;
        } catch (IOException e) {
            throw failed(profile, e);
        }
    }

    boolean heldBySelf(String profile) {
        return Files.exists(holds(profile).resolve(fileName()));
    }

    /** The machine is stopped: nobody can use it, nothing is to be kept. */
    void stopped(String profile) {
        writing(profile, () -> {
            Files.deleteIfExists(boot(profile));
            Files.deleteIfExists(keepFile(profile));
        });
    }

    private Path folder(String profile) {
        return home.profile(profile).resolve("_archtest");
    }

    private Path created(String profile) {
        return folder(profile).resolve("created");
    }

    private Path boot(String profile) {
        return folder(profile).resolve("boot");
    }

    private Path keepFile(String profile) {
        return folder(profile).resolve("keep");
    }

    private Path holds(String profile) {
        return folder(profile).resolve("holds");
    }

    private String fileName() {
        return self.label().replace('/', '_');
    }

    /** Lima's process for the machine; another one for each boot. */
    private String hostAgent(String profile) {
        return read(home.instanceFolder(profile).resolve("ha.pid")).strip();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return ""; // it went meanwhile
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void writing(String profile, Work work) {
        try {
            work.run();
        } catch (IOException e) {
            throw failed(profile, e);
        }
    }

    private ArchtestException failed(String profile, IOException e) {
        return new ArchtestException(
                "Cannot keep archtest's notes on profile '%s' in %s: %s; make it writable, or free space there"
                        .formatted(profile, folder(profile), e.getMessage()),
                e);
    }
}
