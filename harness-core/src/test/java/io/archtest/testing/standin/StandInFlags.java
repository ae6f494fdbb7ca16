package io.archtest.testing.standin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Flags as cobra reads them; a name ending in {@code !} takes no word of its own. */
record StandInFlags(Map<String, String> values) {
    static final Set<String> STATUS = Set.of("profile", "json!", "extended!");
    static final Set<String> STOP = Set.of("profile", "force!");
    static final Set<String> DELETE = Set.of("profile", "force!", "data!");
    /** Those of v0.10.3 on Linux, where {@code --vm-type} and its like don't exist. */
    static final Set<String> START = Set.of(
            "profile",
            "activate!",
            "arch",
            "binfmt!",
            "cpu-type",
            "cpus",
            "disk",
            "disk-image",
            "dns",
            "dns-host",
            "downloader",
            "edit!",
            "editor",
            "env",
            "force-disk-image!",
            "foreground!",
            "gateway-address",
            "hostname",
            "k3s-arg",
            "k3s-listen-port",
            "kubernetes!",
            "kubernetes-version",
            "memory",
            "mount",
            "mount-inotify!",
            "mount-type",
            "network-host-addresses!",
            "port-forwarder",
            "root-disk",
            "runtime",
            "save-config!",
            "ssh-agent!",
            "ssh-config!",
            "ssh-port",
            "template!");

    private static final Map<String, String> SHORT =
            Map.of("-p", "profile", "-f", "force", "-j", "json", "-a", "arch", "-d", "disk");

    static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unknown(String flag) {
            super("unknown flag: " + flag);
        }
    }

    static StandInFlags parse(List<String> arguments, Set<String> known) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String word = equals < 0 ? argument : argument.substring(0, equals);
            String name = SHORT.getOrDefault(word, word.replaceFirst("^--", ""));
            boolean flag = known.contains(name + "!");
            if (!flag && !known.contains(name)) {
                throw new Unknown(word);
            }
            if (equals >= 0) {
                values.put(name, argument.substring(equals + 1));
            } else {
                values.put(name, flag ? "true" : arguments.get(++i));
            }
        }
        return new StandInFlags(values);
    }

    String profile() {
        return values.getOrDefault("profile", "default");
    }

    boolean has(String name) {
        return values.getOrDefault(name, "false").equals("true");
    }

    String get(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }
}
