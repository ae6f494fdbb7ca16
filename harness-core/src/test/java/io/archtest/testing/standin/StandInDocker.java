package io.archtest.testing.standin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Contexts by the real docker program, as Colima makes them. */
final class StandInDocker {
    private StandInDocker() {}

    static void createContext(StandInHome home, String profile, boolean activate)
            throws IOException, InterruptedException {
        String context = StandInHome.id(profile);
        if (docker("context", "inspect", context) != 0) {
            docker(
                    "context",
                    "create",
                    context,
                    "--description",
                    StandInColima.display(profile),
                    "--docker",
                    "host=unix://" + home.socket(profile));
        }
        if (activate) {
            docker("context", "use", context);
        }
    }

    static void removeContext(String profile) throws IOException, InterruptedException {
        docker("context", "rm", "--force", StandInHome.id(profile));
    }

    private static int docker(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!arguments[1].equals("inspect")) {
            System.out.print(output);
        }
        return process.waitFor();
    }
}
