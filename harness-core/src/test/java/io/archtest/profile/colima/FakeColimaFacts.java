package io.archtest.profile.colima;

import io.archtest.host.Examination;
import io.archtest.model.Architecture;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What is read off a host: an Apple Silicon Mac with all that is needed, unless a test says otherwise. */
final class FakeColimaFacts {
    private final Map<String, Path> programs = new HashMap<>();
    final Map<String, String> answers = new HashMap<>(Map.of(
            "colima", "colima version 0.10.3",
            "limactl", "limactl version 2.2.0",
            "docker", "Docker version 28.1.1, build 4eba377",
            "qemu-img", "qemu-img version 10.0.2"));
    Set<Architecture> agents = EnumSet.allOf(Architecture.class);
    boolean mac = true;
    int macVersion = 15;
    Architecture architecture = Architecture.ARM64;
    Acceleration acceleration = Acceleration.USABLE;
    boolean hosted;
    boolean superuser;
    boolean translated;
    OptionalLong free = OptionalLong.of(9L << 30);

    FakeColimaFacts() {
        List.of("colima", "limactl", "docker", "qemu-img", "qemu-system-aarch64", "qemu-system-x86_64", "brew")
                .forEach(program -> programs.put(program, Path.of("/opt/homebrew/bin", program)));
    }

    FakeColimaFacts linux() {
        mac = false;
        macVersion = 0;
        architecture = Architecture.X86_64;
        return this;
    }

    FakeColimaFacts without(String... names) {
        List.of(names).forEach(programs::remove);
        return this;
    }

    FakeColimaFacts answering(String program, String answer) {
        answers.put(program, answer);
        return this;
    }

    Examination examine() {
        boolean accelerated = acceleration == Acceleration.USABLE;
        return ColimaDoctor.examine(new ColimaFacts(
                new ColimaHost(mac, macVersion, architecture, accelerated, hosted, 8, 16L << 30),
                acceleration,
                free,
                superuser,
                translated,
                new Installed(programs, agents),
                answers));
    }
}
