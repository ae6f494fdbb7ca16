package io.archtest.profile.colima;

import io.archtest.host.CommandRunner.Result;
import io.archtest.profile.ProfileException;
import io.archtest.profile.ProfileException.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Recognises why Colima or Lima failed by what they printed; all their errors have exit code 1. */
final class Failures {

    /** What can be tried once before giving up. */
    enum Recovery {
        NONE,
        /** End the machine the hard way; the next start boots it anew. */
        FORCE_STOP,
        /** Take the lock off the data disk, if no process of the machine lives. */
        UNLOCK_DISK,
        /** Remove what a dead network daemon left, if no machine runs. */
        REMOVE_NETWORK_PID,
        /** Remove what is left of an instance that never was complete. */
        REMOVE_INSTANCE
    }

    /** A kind of failure: by these texts, with this remedy. */
    enum Kind {
        UNKNOWN_FLAG(
                Reason.UNSUPPORTED_FLAG,
                Recovery.NONE,
                "This Colima lacks a flag that its release should have; please report it with 'colima --version'",
                "unknown flag"),
        NO_QEMU(
                Reason.MISSING_QEMU,
                Recovery.NONE,
                "Install it: brew install qemu",
                "qemu is required",
                "qemu-img not found",
                "exec: \"qemu-system-"),
        NO_GUEST_AGENT(
                Reason.MISSING_GUEST_AGENT,
                Recovery.NONE,
                "Install it: brew install lima-additional-guestagents",
                "guest agent binary could not be found"),
        NO_DOCKER(
                Reason.MISSING_DOCKER_CLI,
                Recovery.NONE,
                "Install it: brew install docker",
                "dependency check failed for docker",
                "docker not found"),
        NO_LIMA(
                Reason.NOT_INSTALLED,
                Recovery.NONE,
                "Install it: brew install lima",
                "lima not found",
                "\"limactl\": executable file not found",
                "lima compatibility error"),
        NO_HYPERVISOR(
                Reason.NO_VIRTUALIZATION,
                Recovery.NONE,
                "This host has no virtualization for a machine of its own architecture (GitHub's Apple Silicon runners have none); use a runner or a Mac that has it",
                "Virtualization is not available on this hardware",
                "HV_UNSUPPORTED",
                "virtualization not supported"),
        LONG_PATH(
                Reason.PATH_TOO_LONG,
                Recovery.NONE,
                "Set COLIMA_HOME to an existing folder with a shorter path, such as ~/.cx",
                "UNIX_PATH_MAX",
                "path is too long",
                "must be less than 104",
                "must be less than 108"),
        FULL_DISK(
                Reason.DISK_FULL,
                Recovery.NONE,
                "Free space on this host, for example with 'colima prune' or by deleting profiles that aren't needed",
                "no space left on device"),
        DISK_LOCKED(
                Reason.DISK_IN_USE,
                Recovery.UNLOCK_DISK,
                "Another process of that machine may live: limactl list",
                "in use by instance"),
        NETWORK_LEFTOVER(
                Reason.BROKEN_INSTANCE,
                Recovery.REMOVE_NETWORK_PID,
                "Stop all Colima machines and remove _lima/_networks/user-v2/usernet_user-v2.pid in Colima's home",
                "fd_connect"),
        INCOMPLETE_INSTANCE(
                Reason.BROKEN_INSTANCE,
                Recovery.REMOVE_INSTANCE,
                "Delete the profile: colima delete --force NAME",
                "already exists"),
        BOOT_LIMIT(
                Reason.START_TIMEOUT,
                Recovery.FORCE_STOP,
                "Lima waits 10 minutes for a boot and no longer; free processors, or give a simpler CPU: --cpu-type (cortex-a72 for arm64)",
                "did not receive an event with the `running` status",
                "did not receive an event with the \"running\" status"),
        BROKEN(
                Reason.BROKEN_INSTANCE,
                Recovery.FORCE_STOP,
                "If it stays so, delete it: archtest profiles delete NAME",
                "errors inspecting instance",
                "host agent is not running",
                "driver is running but host agent is not"),
        DOWNLOAD(
                Reason.DOWNLOAD_FAILED,
                Recovery.NONE,
                "Is this host online? If it needs a proxy, give --proxy, which hands yours on into the machine",
                "error during image download",
                "error getting qcow image",
                "error resolving download"),
        OTHER(Reason.OTHER, Recovery.NONE, "");

        private final Reason reason;
        private final Recovery recovery;
        private final String remedy;

        @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
        private final List<String> texts;

        Kind(Reason reason, Recovery recovery, String remedy, String... texts) {
            this.reason = reason;
            this.recovery = recovery;
            this.remedy = remedy;
            this.texts = List.of(texts);
        }

        Recovery recovery() {
            return recovery;
        }

        private boolean recognises(String output) {
            return texts.stream().anyMatch(output::contains);
        }
    }

    private static final Pattern TROUBLE = Pattern.compile("level=(?:warning|error|fatal)|FATA\\[|ERRO\\[|WARN\\[");

    private Failures() {}

    /** By the fatal line first: earlier ones may tell of something that Colima got over by itself. */
    static Kind kind(Result result) {
        String fatal = Text.fatal(result.lines());
        Kind byFatal = kind(fatal);
        return byFatal != Kind.OTHER
                ? byFatal
                : kind(result.lines().stream()
                        .filter(line -> TROUBLE.matcher(line).find())
                        .map(Text::message)
                        .collect(Collectors.joining("\n")));
    }

    private static Kind kind(String output) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.recognises(output))
                .findFirst()
                .orElse(Kind.OTHER);
    }

    /** {@code action} completes "Could not ...". */
    static ProfileException of(String action, Result result) {
        return of(action, result, "");
    }

    /** @param evidence the machine's own logs, or nothing */
    static ProfileException of(String action, Result result, String evidence) {
        Kind kind = kind(result);
        return new ProfileException(
                kind.reason,
                "Could not %s: %s (exit code %d)%s%s"
                        .formatted(
                                action,
                                Text.fatal(result.lines()),
                                result.exitCode(),
                                kind.remedy.isEmpty() ? "" : ". " + kind.remedy,
                                evidence));
    }
}
