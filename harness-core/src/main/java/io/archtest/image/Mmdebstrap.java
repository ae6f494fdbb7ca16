package io.archtest.image;

import io.archtest.model.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The command line of mmdebstrap(1), wherever it runs. Its variant "extract" only downloads and unpacks: no maintainer
 * script and no other instruction of the foreign architecture runs.
 */
final class Mmdebstrap {
    /**
     * What a package manager or a reader wants and a container doesn't; apt's settings may hold credentials. It has to be
     * the extract hook: the variant "extract" runs no later one, and does not say so.
     */
    private static final String STRIP = "cd \"$1\" && rm -rf "
            + String.join(
                    " ",
                    List.of(
                            "etc/apt/sources.list",
                            "etc/apt/sources.list.d/*",
                            "etc/apt/apt.conf.d/99mmdebstrap",
                            "etc/apt/auth.conf.d/*",
                            "var/lib/apt/lists/*",
                            "var/cache/apt/*",
                            "usr/share/doc",
                            "usr/share/man",
                            "usr/share/locale",
                            "usr/share/info",
                            "usr/share/lintian"));

    private Mmdebstrap() {}

    /** @param rest further options, then suite, target and sources */
    static List<String> command(List<String> packages, Architecture architecture, List<String> rest) {
        List<String> command = new ArrayList<>(List.of(
                "mmdebstrap", // not quiet: that would keep back why apt failed
                "--variant=extract",
                "--format=tar",
                "--skip=cleanup/apt",
                "--arch=" + architecture.dockerName(),
                "--include=" + String.join(",", new TreeSet<>(packages)),
                "--extract-hook=" + STRIP));
        command.addAll(rest);
        return command;
    }

    /**
     * Why it failed, by what it printed.
     *
     * @param sources whose package sources they are, for the message
     * @param space where it writes to
     */
    static ImageException failed(
            Architecture architecture, int exitCode, List<String> lines, String suite, String sources, String space) {
        String output = String.join("\n", lines);
        String advice;
        if (output.contains("Unable to locate package")) {
            advice = "The package sources of %s have no such package for %s; is the recipe for this release ('%s')?"
                    .formatted(sources, architecture.dockerName(), suite);
        } else if (output.contains("No space left on device")) {
            advice = "The disk is full; free space in " + space;
        } else {
            advice = "Are the package sources of %s in order ('apt-get update'), and do they serve %s?"
                    .formatted(sources, architecture.dockerName());
        }
        StringBuilder tail = new StringBuilder();
        lines.stream()
                .skip(Math.max(0, lines.size() - 12))
                .forEach(line -> tail.append("\n    ").append(line));
        return new ImageException("Cannot unpack packages for %s: mmdebstrap ended with exit code %d:%s%n  %s"
                .formatted(architecture, exitCode, tail, advice));
    }
}
