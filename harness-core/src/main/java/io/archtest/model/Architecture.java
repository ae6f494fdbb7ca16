package io.archtest.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A CPU architecture that archtest can place a component on. There is no "unknown" and no default: a word that is not
 * understood is an error, since taking the host's architecture instead would make every verdict a lie.
 */
public enum Architecture {
    ARM64(
            "arm64",
            "arm64",
            "aarch64",
            183,
            List.of("arm64", "aarch64", "arm64/v8", "arm64v8", "linux/arm64", "linux/arm64/v8")),
    X86_64("x86_64", "amd64", "x86_64", 62, List.of("x86_64", "amd64", "x86-64", "x64", "linux/amd64", "linux/x86_64"));

    private final String word;
    private final String dockerName;
    private final String machine;
    private final int elfMachine;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> spellings;

    Architecture(String word, String dockerName, String machine, int elfMachine, List<String> spellings) {
        this.word = word;
        this.dockerName = dockerName;
        this.machine = machine;
        this.elfMachine = elfMachine;
        this.spellings = spellings;
    }

    /** Reads any usual spelling, in any case; throws {@link InvalidRequestException} listing the known ones. */
    public static Architecture parse(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(architecture -> architecture.spellings.contains(wanted))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "Unknown architecture '%s'; known: %s".formatted(text, knownSpellings())));
    }

    private static String knownSpellings() {
        return Arrays.stream(values())
                .map(architecture -> String.join(", ", architecture.spellings))
                .collect(Collectors.joining("; "));
    }

    /** The other one. */
    public Architecture mirror() {
        return this == ARM64 ? X86_64 : ARM64;
    }

    /** The word that archtest itself prints and reads: {@code arm64} or {@code x86_64}. */
    public String word() {
        return word;
    }

    /** Docker's word, {@code arm64} or {@code amd64}, as in an image's config. */
    public String dockerName() {
        return dockerName;
    }

    /** Docker's platform, {@code linux/arm64} or {@code linux/amd64}. */
    public String platform() {
        return "linux/" + dockerName;
    }

    /** What {@code uname -m} says on it: {@code aarch64} or {@code x86_64}. */
    public String machine() {
        return machine;
    }

    /** The ELF header's {@code e_machine} (System V ABI, generic and processor supplements). */
    public int elfMachine() {
        return elfMachine;
    }

    @Override
    public String toString() {
        return word;
    }
}
