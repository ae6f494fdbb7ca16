package io.archtest.cause;

import static io.archtest.cause.Sign.answer;
import static io.archtest.cause.Sign.both;
import static io.archtest.cause.Sign.emulated;
import static io.archtest.cause.Sign.emulatedLog;
import static io.archtest.cause.Sign.engine;
import static io.archtest.cause.Sign.exit;
import static io.archtest.cause.Sign.fact;
import static io.archtest.cause.Sign.log;

import io.archtest.engine.ContainerFacts;
import io.archtest.engine.ContainerFacts.Health;
import java.util.List;
import java.util.regex.Pattern;

/** What goes wrong because a program is, or pretends to be, for another architecture. */
final class EmulationCauses {
    private static final String EXEC_FORMAT = "exec format error|cannot execute binary file";
    private static final String NO_INTERPRETER = "exec [^:]*(: |caused: )\"?.*no such file or directory";

    private static final Sign NO_HANDLER = fact(symptoms -> symptoms.handler()
            .filter(handler -> !handler.registered())
            .map(handler -> "the kernel has no enabled binfmt_misc handler for %s".formatted(handler.architecture())));

    private static final Sign HANDLER_WITHOUT_F = fact(symptoms -> symptoms.handler()
            .filter(handler -> handler.registered() && !handler.worksInContainers())
            .map(handler -> "the kernel's handler for %s is %s with flags '%s'"
                    .formatted(handler.architecture(), handler.interpreter(), handler.flags())));

    /** A pattern for the beginning or the whole of a command line; others match with an emulator before it, too. */
    private static final Pattern COMMAND_LINES = Pattern.compile(
            "\\bps\\b[^|]*\\|.*(grep|awk)\\b.*(\\^|\\s-\\w*x)|\\bpgrep\\b(?=.*\\s-\\w*f)(?=.*(\\^|\\s-\\w*x))");

    private static final Sign COMMAND_LINE_CHECK = emulated(fact(symptoms -> {
        String test = String.join(" ", symptoms.healthTest());
        return symptoms.container()
                .map(ContainerFacts::health)
                .filter(health -> health == Health.UNHEALTHY || health == Health.STARTING)
                .filter(health -> COMMAND_LINES.matcher(test).find())
                .map(health -> "the container is emulated, and its health check is " + Sign.quote(test));
    }));

    private static final Sign NODE = emulated(fact(symptoms -> symptoms.container()
            .map(facts -> String.join(" ", facts.commandLine()))
            .filter(line -> Pattern.compile("(^|[/ ])(node|nodejs|npm|npx|yarn|pnpm)( |$)")
                    .matcher(line)
                    .find())
            .map(line -> "command line " + Sign.quote(line))));

    static final List<KnownCause> ALL = List.of(
            KnownCause.of(
                    "binfmt-missing",
                    "no emulator is registered (binfmt_misc)",
                    "exec format error, and the kernel has no enabled handler for the architecture",
                    "register one with flag F on the engine's machine: 'archtest setup'",
                    both(engine(EXEC_FORMAT), NO_HANDLER),
                    both(log(EXEC_FORMAT), NO_HANDLER)),
            KnownCause.of(
                    "binfmt-without-f",
                    "the emulator can't be found in containers (binfmt_misc without flag F)",
                    "'no such file or directory' when the program is executed, and the kernel's handler lacks flag F",
                    "register the handler again with flag F, so that the kernel opens the emulator outside of containers: 'archtest setup'",
                    both(engine(NO_INTERPRETER), HANDLER_WITHOUT_F),
                    both(log(NO_INTERPRETER), HANDLER_WITHOUT_F)),
            KnownCause.of(
                    "rosetta-missing",
                    "Rosetta failed or is not there",
                    "Rosetta's own message in the log, or the engine's about it",
                    "install it (softwareupdate --install-rosetta) and start the machine with it, or have QEMU do it: another profile",
                    log("rosetta error:", "rosetta: .*(not found|no such file|failed)"),
                    engine(
                            "rosetta error:",
                            "rosetta (is )?not (installed|available)",
                            "lima-rosetta/rosetta.*no such file")),
            KnownCause.of(
                    "exec-format",
                    "wrong architecture (exec format error)",
                    "the engine or the log says so",
                    "the image holds programs for another architecture than placed on, or the engine has no emulator for it: 'archtest doctor'",
                    engine(EXEC_FORMAT),
                    log(EXEC_FORMAT)),
            KnownCause.of(
                    "no-image-for-platform",
                    "no image for the platform",
                    "the engine's or the registry's refusal",
                    "place the component on an architecture that its image is made for (x-archtest.architecture pins it), or take an image that is made for both",
                    engine(
                            "no matching manifest",
                            "no match for platform",
                            "not match the specified platform",
                            "not provide the specified platform",
                            "the registry has no \\S+ image of it")),
            KnownCause.of(
                    "mislabelled-image",
                    "mislabelled image",
                    "the executables are for another architecture than the image says of itself",
                    "build the image anew for that platform (a base image of the other one, or COPY of foreign programs, does this), and have it checked where it is built",
                    answer("^(?!.*the image's manifest says)(.*; )?/\\S+ is for \\w+")),
            KnownCause.of(
                    "node-old-qemu",
                    "Node.js on a QEMU that is too old for it",
                    "an emulated container ended by an illegal instruction, and its command is Node.js",
                    "Node.js 22 and newer dies of SIGILL in older QEMU: take a newer qemu-user, an older Node.js, or place it natively",
                    both(emulatedLog("qemu: uncaught target signal 4\\b"), NODE),
                    both(exit(132), NODE)),
            KnownCause.of(
                    "qemu-illegal-instruction",
                    "illegal instruction under QEMU",
                    "QEMU's own message in the log of an emulated container",
                    "QEMU lacks the instruction, or the program raised the signal itself: place it natively; if it dies there as well, it is the program",
                    emulatedLog(
                            "qemu: uncaught target signal 4\\b",
                            "qemu: unhandled CPU exception",
                            "qemu: illegal instruction")),
            KnownCause.of(
                    "qemu-segfault",
                    "segmentation fault under QEMU",
                    "QEMU's own message in the log of an emulated container",
                    "place it natively; if it dies there as well, it is the program, else update qemu-user",
                    emulatedLog("qemu: uncaught target signal (7|11)\\b")),
            KnownCause.of(
                    "qemu-abort",
                    "abort under QEMU",
                    "QEMU's own message in the log of an emulated container",
                    "the lines before it say why the program or QEMU gave up; place it natively to tell the two apart",
                    emulatedLog(
                            "qemu: uncaught target signal \\d+",
                            "qemu(-\\w+)?: fatal:",
                            "\\bqemu\\S*: .*assertion .*failed")),
            KnownCause.of(
                    "qemu-unsupported-syscall",
                    "system call that QEMU doesn't know",
                    "QEMU's own message, or 'Function not implemented', in the log of an emulated container",
                    "update qemu-user, switch off the feature that needs the call (io_uring, for example), or place it natively",
                    emulatedLog(
                            "Unsupported syscall: \\d+",
                            "Unknown syscall \\d+",
                            "function not implemented",
                            "\\bENOSYS\\b")),
            KnownCause.of(
                    "emulated-loader-missing",
                    "the program's loader is not in the image",
                    "QEMU's own message in the log of an emulated container",
                    "the image lacks the C library of that architecture: take the one for its platform, or link the program statically",
                    emulatedLog("\\S+: could not open '[^']*/ld-[^']*': no such file")),
            KnownCause.of(
                    "page-size",
                    "built for another page size",
                    "the allocator's or loader's own message",
                    "the program was built for pages of 4 KiB: build it for larger ones (jemalloc: --with-lg-page=16), or run it on a kernel with 4 KiB",
                    log(
                            "unsupported system page size",
                            "ELF load command (address/offset|alignment) not (properly|page.)aligned")),
            KnownCause.of(
                    "health-by-command-line",
                    "health check that emulation makes impossible",
                    "an emulated container isn't healthy, and its check compares beginnings of command lines (ps | grep ^)",
                    "command lines begin with the emulator's own name there: ask the service (its port, its ping) instead",
                    COMMAND_LINE_CHECK));

    private EmulationCauses() {}
}
