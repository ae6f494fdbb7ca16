package io.archtest.environment;

import io.archtest.host.Sha256;
import io.archtest.model.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which program the kernel hands another architecture's programs to. */
final class BinfmtHandler {
    /** Where {@code e_machine} stands in the magic, which is in hexadecimal. */
    private static final int MACHINE = 36;

    private final Path folder;

    /** @param folder where binfmt_misc is mounted */
    BinfmtHandler(Path folder) {
        this.folder = folder;
    }

    /** Its registration (interpreter, flags, pattern) and the digest of its program; empty where neither can be seen. */
    Optional<String> identity(Architecture architecture) {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.sorted().toList()) {
                if (Files.isReadable(entry)
                        && !List.of("register", "status").contains(String.valueOf(entry.getFileName()))) {
                    Optional<String> found = identity(Files.readString(entry), architecture);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> identity(String registration, Architecture architecture) throws IOException {
        String magic = value(registration, "magic ");
        String machine = architecture == Architecture.ARM64 ? "b700" : "3e00";
        boolean fits = registration.startsWith("enabled")
                && magic.startsWith("7f454c46")
                && magic.startsWith(machine, MACHINE);
        Path interpreter = Path.of(value(registration, "interpreter "));
        if (!fits || !Files.isReadable(interpreter)) {
            return Optional.empty();
        }
        String digest = HexFormat.of().formatHex(Sha256.digest().digest(Files.readAllBytes(interpreter)));
        return Optional.of("%s sha256:%s".formatted(registration.strip().replace('\n', ' '), digest));
    }

    private static String value(String registration, String key) {
        return registration
                .lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip())
                .findFirst()
                .orElse("");
    }
}
