package io.archtest.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.Engine;
import io.archtest.engine.Engines;
import io.archtest.engine.Labels;
import io.archtest.host.CommandRunner;
import io.archtest.host.Ownership;
import io.archtest.model.Architecture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of hosts without mmdebstrap, in a real container; the registry's Debian image is replaced by one made here. */
class ContainerUnpackerIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String ENDPOINT = "unix:///var/run/docker.sock";
    private static final String DEBIAN = "images-it.example/debian:1";

    @TempDir
    Path folder;

    private final CommandRunner runner = new CommandRunner();
    private final Ownership owner = Ownership.ofThisProcess();

    @AfterEach
    void removeImage() {
        runner.run(List.of("docker", "rmi", "-f", DEBIAN), LIMIT);
    }

    @Test
    void packagesOfTheForeignArchitectureAreUnpackedInAnUnprivilegedContainer() throws IOException {
        importDebian();
        Path tar = folder.resolve("layer.tar");
        List<String> progress = new ArrayList<>();
        Architecture foreign = hostArchitecture().mirror();

        new ContainerUnpacker(() -> Engines.connect(ENDPOINT), owner, Map.of(), DEBIAN)
                .unpack(List.of("base-files", "busybox", "libc-bin"), foreign, tar, progress::add);

        assertThat(machineOf(tar, "bin/busybox")).isEqualTo(foreign.elfMachine());
        assertThat(names(tar))
                .noneMatch(name -> name.startsWith("./usr/share/doc/") || name.startsWith("./var/lib/apt/lists/d"));
        try (Engine engine = Engines.connect(ENDPOINT)) {
            assertThat(engine.owned(Labels.OWNER, owner.label())).isEmpty();
        }
    }

    private static Architecture hostArchitecture() {
        return Architecture.parse(System.getProperty("os.arch"));
    }

    /** With apt and the host's package sources, as Debian's own image has. */
    private void importDebian() {
        Path tar = folder.resolve("debian.tar");
        AptSources sources = new AptSources(Path.of("/"));
        try {
            Path list = Files.writeString(folder.resolve("list"), sources.forArchitecture(hostArchitecture()));
            succeed("mmdebstrap", "--variant=apt", sources.suite(), tar.toString(), list.toString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        succeed("docker", "import", tar.toString(), DEBIAN);
    }

    private void succeed(String... command) {
        CommandRunner.Result result = runner.run(List.of(command), LIMIT);
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    private static List<String> names(Path tar) throws IOException {
        List<String> names = new ArrayList<>();
        try (InputStream file = Files.newInputStream(tar);
                TarArchiveInputStream entries = new TarArchiveInputStream(file)) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    /** ELF's e_machine. */
    private static int machineOf(Path tar, String path) throws IOException {
        try (InputStream file = Files.newInputStream(tar);
                TarArchiveInputStream entries = new TarArchiveInputStream(file)) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (entry.isFile() && entry.getName().endsWith("/" + path)) {
                    byte[] header = entries.readNBytes(20);
                    return (header[18] & 0xff) | (header[19] & 0xff) << 8;
                }
            }
        }
        throw new AssertionError("no " + path + " in " + tar);
    }
}
