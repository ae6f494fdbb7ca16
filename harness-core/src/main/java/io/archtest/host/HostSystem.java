package io.archtest.host;

import io.archtest.model.Architecture;
import java.nio.file.Path;

/**
 * Which system this is, as the Java runtime says; a test can say another.
 *
 * @param root of its file system; {@code /} but for tests
 * @param name as Java spells it: {@code Linux}, {@code Mac OS X}
 * @param machine the processor as Java spells it
 */
public record HostSystem(Path root, String name, String version, String machine, String user) {

    public static HostSystem current() {
        return new HostSystem(
                Path.of("/"),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                System.getProperty("user.name"));
    }

    public boolean linux() {
        return name.equals("Linux");
    }

    public boolean mac() {
        return name.startsWith("Mac");
    }

    public boolean superuser() {
        return user.equals("root");
    }

    /** Parsed late: one that archtest doesn't know must not keep it from printing its help. */
    public Architecture architecture() {
        return Architecture.parse(machine);
    }
}
