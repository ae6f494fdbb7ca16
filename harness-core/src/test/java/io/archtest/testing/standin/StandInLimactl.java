package io.archtest.testing.standin;

import java.nio.file.Files;
import java.util.List;

/** The stand-in's {@code limactl}: what archtest itself calls of it. */
final class StandInLimactl {
    private StandInLimactl() {}

    public static void main(String[] arguments) throws Exception {
        StandInHome home = StandInHome.ofEnvironment();
        home.note("limactl", arguments);
        List<String> words = List.of(arguments);
        if (words.equals(List.of("--version"))) {
            System.out.println("limactl version 2.2.0");
            return;
        }
        if (words.size() < 3 || !words.get(0).equals("disk")) {
            System.exit(StandInLog.fatal("unknown command for \"limactl\""));
        }
        String id = words.get(words.size() - 1);
        String profile = id.equals("colima") ? "default" : id.substring("colima-".length());
        if (words.get(1).equals("delete")) {
            StandInColima.remove(home.disk(profile).toString());
        } else if (words.get(1).equals("unlock")) {
            Files.deleteIfExists(home.disk(profile).resolve("in_use_by"));
        }
    }
}
