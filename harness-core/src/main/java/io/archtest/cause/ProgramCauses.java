package io.archtest.cause;

import static io.archtest.cause.Sign.answer;
import static io.archtest.cause.Sign.emulated;
import static io.archtest.cause.Sign.exit;
import static io.archtest.cause.Sign.hint;
import static io.archtest.cause.Sign.log;
import static io.archtest.cause.Sign.natively;

import java.util.List;

/** What programs say or show of themselves. */
final class ProgramCauses {
    static final List<KnownCause> ALL = List.of(
            KnownCause.of(
                    "database-login",
                    "database refuses the login",
                    "the database's message",
                    "compare the user and password that both sides are given",
                    answer(login()),
                    log(login())),
            KnownCause.of(
                    "out-of-connections",
                    "database out of connections",
                    "the database's message in a log or an answer",
                    "raise max_connections or lower the pools of the components",
                    answer(connections()),
                    log(connections())),
            KnownCause.of(
                    "prepared-statements",
                    "prepared statements behind a pooler",
                    "the database's message",
                    "a pooler in transaction mode gives the connection to others in between: turn prepared statements off (Rails: PREPARED_STATEMENTS=false), or use one that keeps them apart (pgbouncer from 1.21: max_prepared_statements)",
                    answer("prepared statement \"[^\"]*\" (already exists|does not exist)"),
                    log("prepared statement \"[^\"]*\" (already exists|does not exist)")),
            KnownCause.of(
                    "library-missing",
                    "a library is missing in the image",
                    "the loader's message",
                    "install it in the image; an image put together from two architectures looks like this too",
                    log("error while loading shared libraries", "cannot open shared object file")),
            KnownCause.of(
                    "address-in-use",
                    "address already in use",
                    "the message in the log",
                    "two processes in the container, or two containers in one network, want one port",
                    log("address already in use", "EADDRINUSE")),
            KnownCause.of(
                    "read-only",
                    "the file system is read-only",
                    "the message in the log",
                    "mount a volume or tmpfs where it writes, or drop 'read_only'",
                    log("read-only file system", "\\bEROFS\\b")),
            KnownCause.of(
                    "permission-denied",
                    "permission denied",
                    "the message in the log",
                    "check the component's user and the owner of what it reads and writes",
                    hint("permission denied", "EACCES", "operation not permitted")),
            KnownCause.of(
                    "setting-missing",
                    "a required setting is missing",
                    "the message in the log",
                    "set the variable that the line names",
                    hint(
                            "KeyError: key not found",
                            "must be set",
                            "is required",
                            "missing (required )?(environment|configuration)")),
            KnownCause.of(
                    "illegal-instruction",
                    "illegal instruction (signal 4)",
                    "exit code 132 of a container that the processor executes itself",
                    "the program was built for a newer processor than this one, or raised the signal itself",
                    natively(exit(132))),
            KnownCause.of(
                    "emulated-illegal-instruction",
                    "illegal instruction (signal 4) under emulation",
                    "exit code 132 of an emulated container, without a message of QEMU's",
                    "typical of an old QEMU or a CPU feature it lacks, but the program may have raised it: place it natively to tell the two apart",
                    emulated(exit(132))),
            KnownCause.of(
                    "aborted",
                    "aborted (signal 6)",
                    "exit code 134",
                    "the lines before say why it gave up; under emulation place it natively to tell whether the emulator is at fault",
                    exit(134)),
            KnownCause.of(
                    "killed",
                    "killed (signal 9)",
                    "exit code 137",
                    "by hand, by the engine, or by the kernel for lack of memory",
                    exit(137)),
            KnownCause.of(
                    "segmentation-fault",
                    "segmentation fault (signal 11)",
                    "exit code 139",
                    "a defect of the program, or of its emulator where one executes it: place it natively to tell the two apart",
                    exit(139)),
            KnownCause.of(
                    "job-failed",
                    "a job failed",
                    "a job's exit code that isn't 0, when nothing else is known",
                    "its last lines say why; what waits for it isn't started",
                    new Sign(
                            Sign.Weight.EXIT,
                            symptoms -> symptoms.exitCode()
                                    .filter(code -> symptoms.job() && code != 0)
                                    .map(code -> "exit code " + code))));

    private static String login() {
        return "password authentication failed|no pg_hba.conf entry|role \".*\" does not exist|WRONGPASS|NOAUTH";
    }

    private static String connections() {
        return "too many clients already|remaining connection slots are reserved|too many connections"
                + "|max number of clients reached|no more connections allowed";
    }

    private ProgramCauses() {}
}
