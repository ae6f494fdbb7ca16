package io.archtest.testing.standin;

import io.archtest.host.HostSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An Apple Silicon Mac with macOS 15, as far as archtest looks at one: a folder is the root of its file system. */
public final class StandInMac {
    private static final String INSTALLING = """
            program() { printf '#!/bin/sh\\necho "%s"\\n' "$2" >$bin/$1; chmod +x $bin/$1; }
            agent() { mkdir -p $bin/../share/lima; : >$bin/../share/lima/lima-guestagent.Linux-$1.gz; }
            shift
            for formula; do
              case $formula in
                colima)
                  program colima 'colima version 0.10.3'; program limactl 'limactl version 2.2.0'; agent aarch64 ;;
                docker) program docker 'Docker version 28.1.1, build 4eba377' ;;
                qemu)
                  program qemu-img 'qemu-img version 10.0.2'
                  program qemu-system-aarch64 ''; program qemu-system-x86_64 '' ;;
                lima-additional-guestagents) agent x86_64 ;;
              esac
            done
            """;

    private final Path root;

    public StandInMac(Path root) throws IOException {
        this.root = root;
        StandInPrograms.script(root.resolve("usr/sbin/sysctl"), "[ \"$2\" = kern.hv_support ] && echo 1");
        StandInPrograms.script(root.resolve("usr/bin/vm_stat"), """
                echo 'Mach Virtual Memory Statistics: (page size of 16384 bytes)'
                echo 'Pages free:                              524288.'
                echo 'Pages active:                            100000.'
                echo 'Pages inactive:                          524288.'""");
    }

    /** One of GitHub's: its kernel doesn't know kern.hv_support. */
    public StandInMac withoutHypervisor() throws IOException {
        StandInPrograms.script(root.resolve("usr/sbin/sysctl"), "echo \"sysctl: unknown oid '$2'\" >&2; exit 1");
        return this;
    }

    /** A Homebrew that installs. */
    public StandInMac withHomebrew() throws IOException {
        return withHomebrew(INSTALLING);
    }

    /** One that does something else; {@code $bin} is where programs go. */
    public StandInMac withHomebrew(String script) throws IOException {
        StandInPrograms.script(
                homebrew().resolve("brew"),
                "bin=%s%necho \"$HOMEBREW_NO_ASK $*\" >>%s%n%s".formatted(homebrew(), calls(), script));
        return this;
    }

    /** A program that is installed and answers so. */
    public StandInMac with(String program, String answer) throws IOException {
        StandInPrograms.script(
                homebrew().resolve(program), "echo \"%s $*\" >>%s%necho '%s'".formatted(program, calls(), answer));
        return this;
    }

    public Path homebrew() {
        return root.resolve("opt/homebrew/bin");
    }

    /** What Homebrew was called with, HOMEBREW_NO_ASK first; and programs of {@link #with}, each with its name. */
    public List<String> brewCalls() throws IOException {
        return Files.exists(calls()) ? Files.readAllLines(calls()) : List.of();
    }

    private Path calls() {
        return root.resolve("brew-calls");
    }

    public HostSystem system() {
        return system("me");
    }

    public HostSystem system(String user) {
        return new HostSystem(root, "Mac OS X", "15.3", "aarch64", user);
    }

    /** Without any of the real host's programs. */
    public Map<String, String> environment() {
        return Map.of(
                "PATH",
                root.resolve("usr/bin").toString(),
                "HOME",
                root.resolve("Users/me").toString());
    }
}
