package io.archtest.cause;

import java.util.List;

/**
 * What the kernel executes programs of another architecture with.
 *
 * @param architecture in the kernel's word, such as {@code aarch64}
 * @param registered whether there is one that is enabled
 * @param flags such as {@code OCF}; F has the interpreter opened once and for all containers
 */
public record BinfmtHandler(String architecture, boolean registered, String interpreter, String flags) {

    /** @param text a file of /proc/sys/fs/binfmt_misc; empty where there is none */
    public static BinfmtHandler parse(String architecture, String text) {
        List<String> lines = text.lines().map(String::strip).toList();
        return new BinfmtHandler(
                architecture,
                lines.contains("enabled"),
                after("interpreter ", lines),
                after("flags:", lines).strip());
    }

    private static String after(String start, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst()
                .orElse("");
    }

    /** Whether containers, which don't have the interpreter in their files, can use it. */
    boolean worksInContainers() {
        return flags.contains("F");
    }
}
