package io.archtest.testing.standin;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Makes the stand-in's classes programs of the host. */
final class StandInPrograms {
    private StandInPrograms() {}

    static List<String> java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                classPath(),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Only what it needs: a long class path costs each of its many short runs. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        entry.contains("jackson") || entry.contains("test-classes") || entry.contains("tests.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The path of the program is among its arguments, as it is for the real one. */
    static void install(Path program, Class<?> main) throws IOException {
        List<String> command = java(main);
        command.add(1, "-Dstandin.program=" + program);
        script(
                program,
                "exec " + command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" ")) + " \"$@\"");
    }

    static void script(Path program, String line) throws IOException {
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
