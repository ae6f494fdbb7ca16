package io.archtest.testing.standin;

import static io.archtest.testing.standin.StandInLog.fatal;
import static io.archtest.testing.standin.StandInLog.info;
import static io.archtest.testing.standin.StandInLog.lima;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The stand-in's {@code colima}: what it prints, where, and with which exit code, is taken from transcripts of the real one. */
final class StandInColima {
    private final StandInHome home;

    private StandInColima(StandInHome home) {
        this.home = home;
    }

    public static void main(String[] arguments) throws Exception {
        StandInHome home = StandInHome.ofEnvironment();
        home.note("colima", arguments);
        int code = new StandInColima(home).run(List.of(arguments));
        System.out.flush();
        System.exit(code);
    }

    private int run(List<String> arguments) throws Exception {
        String command = arguments.isEmpty() ? "" : arguments.get(0);
        List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        if (home.misbehaves(command, "hang")) {
            new CountDownLatch(1).await();
        }
        return switch (command) {
            case "--version" -> version();
            case "list" -> list();
            case "status" -> status(StandInFlags.parse(rest, StandInFlags.STATUS));
            case "start" -> new StandInStart(home).run(rest);
            case "stop" -> stop(StandInFlags.parse(rest, StandInFlags.STOP));
            case "ssh" -> ssh(rest);
            case "delete" -> delete(StandInFlags.parse(rest, StandInFlags.DELETE));
            default -> fatal("unknown command \"%s\" for \"colima\"".formatted(command));
        };
    }

    private int version() {
        System.out.println(home.version().contains(" ") ? home.version() : "colima version " + home.version());
        return 0;
    }

    private int list() {
        if (home.misbehaves("list", "garbage")) {
            System.out.println("<html>Sign in to the network</html>");
            return 0;
        }
        if (home.misbehaves("list", "flood")) {
            System.out.print("x".repeat(30_000_000));
            return 0;
        }
        if (home.misbehaves("list", "failure")) {
            return fatal("error retrieving instances: exec: \"limactl\": executable file not found in $PATH");
        }
        boolean bare = home.misbehaves("list", "bare");
        for (String profile : home.profiles()) {
            Map<String, String> settings = home.settings(profile);
            String runtime = settings.getOrDefault("runtime", "");
            System.out.println(
                    bare
                            ? "{\"name\":\"%s\",\"new key\":[1,{}]}".formatted(profile)
                            : "{\"name\":\"%s\",\"status\":\"%s\",\"arch\":\"%s\",\"cpus\":%s,\"memory\":%s,\"disk\":%s%s}"
                                    .formatted(
                                            profile,
                                            home.status(profile),
                                            settings.get("arch"),
                                            settings.get("cpus"),
                                            settings.get("memory"),
                                            settings.get("disk"),
                                            runtime.isEmpty() ? "" : ",\"runtime\":\"%s\"".formatted(runtime)));
        }
        return 0;
    }

    private int status(StandInFlags flags) {
        String profile = flags.profile();
        String display = display(profile);
        if (!home.profiles().contains(profile) || !home.status(profile).equals("Running")) {
            return fatal(display + " is not running");
        }
        Map<String, String> settings = home.settings(profile);
        if (settings.getOrDefault("runtime", "").isEmpty()) {
            return fatal("error retrieving current runtime: empty value");
        }
        System.out.println(
                "{\"display_name\":\"%s\",\"driver\":\"QEMU\",\"arch\":\"%s\",\"runtime\":\"docker\",\"mount_type\":\"sshfs\",\"docker_socket\":\"unix://%s\",\"kubernetes\":false,\"cpu\":%s,\"memory\":%s,\"disk\":%s}"
                        .formatted(
                                display,
                                settings.get("arch"),
                                home.socket(profile),
                                settings.get("cpus"),
                                settings.get("memory"),
                                settings.get("disk")));
        return 0;
    }

    /** {@code ssh -p PROFILE -- COMMAND}: whatever the command's exit code is, a failure's is 1. */
    private int ssh(List<String> arguments) throws IOException {
        String profile = arguments.get(1);
        if (!home.profiles().contains(profile) || !home.status(profile).equals("Running")) {
            return fatal(display(profile) + " is not running");
        }
        Path handler = home.instance(profile).resolve("rosetta");
        if (!arguments.get(arguments.size() - 1).endsWith("/binfmt_misc/rosetta") || !Files.exists(handler)) {
            System.err.println("cat: " + arguments.get(arguments.size() - 1) + ": No such file or directory");
            return fatal("exit status 1");
        }
        System.out.print(Files.readString(handler));
        return 0;
    }

    private int stop(StandInFlags flags) throws IOException, InterruptedException {
        String profile = flags.profile();
        boolean force = flags.has("force");
        info("stopping " + display(profile));
        if (!home.profiles().contains(profile)
                || (!force && !home.status(profile).equals("Running"))) {
            if (force) {
                return fatal("error stopping vm: instance does not exist");
            }
            info("not running", "vm");
            info("done");
            return 0;
        }
        if (!force && home.misbehaves("stop", "nothing")) {
            info("done");
            return 0;
        }
        if (!force && home.status(profile).equals("Running")) {
            info("stopping ...", "docker");
            StandInDocker.removeContext(profile);
        }
        info("stopping ...", "vm");
        StandInMachine.end(home, profile);
        Files.deleteIfExists(home.instance(profile).resolve("broken"));
        lima("info", "The instance %s has shut down".formatted(StandInHome.id(profile)));
        info("done");
        return 0;
    }

    private int delete(StandInFlags flags) throws IOException, InterruptedException {
        String profile = flags.profile();
        if (!flags.has("force")) {
            System.out.print("are you sure you want to delete %s and all settings? [y/N] ".formatted(display(profile)));
            return 0;
        }
        info("deleting " + display(profile));
        if (home.misbehaves("delete", "nothing")) {
            info("done");
            return 0;
        }
        boolean exists = home.profiles().contains(profile);
        if (!exists) {
            lima("warning", "Ignoring non-existent instance `%s`".formatted(StandInHome.id(profile)));
        } else {
            if (home.status(profile).equals("Running")) {
                StandInDocker.removeContext(profile);
            }
            StandInMachine.end(home, profile);
            remove(home.instance(profile).toString());
        }
        // the data disk goes only if the store says that it was formatted, which a failed first start never wrote
        if (flags.has("data") && Files.exists(home.store(profile))) {
            remove(home.disk(profile).toString(), home.store(profile).toString());
        }
        remove(home.profile(profile).toString());
        info("done");
        return 0;
    }

    static String display(String profile) {
        return profile.equals("default") ? "colima" : "colima [profile=%s]".formatted(profile);
    }

    static void remove(String... paths) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("rm", "-rf"));
        command.addAll(List.of(paths));
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
