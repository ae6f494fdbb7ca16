package io.archtest.profile.colima;

import static io.archtest.profile.colima.ColimaFixture.arm;
import static io.archtest.profile.colima.ColimaFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.archtest.host.Ownership;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import io.archtest.profile.ProfileException;
import io.archtest.profile.ProfileException.Reason;
import io.archtest.profile.ProfileState;
import io.archtest.profile.colima.ColimaMachines.Acquired;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which Colima is known to fail, hang or lie, on the stand-in; needs the docker program and no engine. */
class ColimaFaultsIT {
    private static final String ARM = "archtest-arm64";

    private final ColimaFixture fixture = new ColimaFixture();
    private final ColimaMachines machines = fixture.machines();

    @AfterEach
    void end() throws IOException {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "boot-limit",
                "unprovisioned",
                "host-agent-died",
                "socket-dies",
                "disk-in-use",
                "network-pid",
            })
    void aSecondTryGetsOverIt(String fault) {
        fixture.colima.misbehaving("start", fault);

        assertThat(machines.acquire(arm(), false, fixture.listener)).isEqualTo(Acquired.CREATED);

        assertThat(machines.status(ARM).state()).isEqualTo(ProfileState.RUNNING_READY);
        assertThat(fixture.notices).anyMatch(notice -> notice.contains("trying once more"));
    }

    @ParameterizedTest
    @CsvSource({
        "boot-limit, START_TIMEOUT, still unpacking initramfs",
        "unprovisioned, BROKEN_INSTANCE, ended with exit code 0",
        "host-agent-died, BROKEN_INSTANCE, host agent is not",
        "socket-dies, BROKEN_INSTANCE, its engine does not",
        "disk-in-use, DISK_IN_USE, limactl list",
        "network-pid, BROKEN_INSTANCE, usernet_user-v2.pid",
        "download, DOWNLOAD_FAILED, --proxy",
        "no-space, DISK_FULL, colima prune",
        "no-qemu, MISSING_QEMU, brew install qemu",
        "no-guest-agent, MISSING_GUEST_AGENT, brew install lima-additional-guestagents",
        "other-architecture, ARCHITECTURE_MISMATCH, was to be arm64",
    })
    void whatLastsIsNamedWithTheNextStepAndLeavesNothing(String fault, Reason reason, String said) throws IOException {
        fixture.colima.misbehaving("start", fault + " always");

        refused(reason).hasMessageContaining(said);

        assertThat(fixture.filesOf(ARM)).isEmpty();
        assertThat(fixture.contexts().find("colima-" + ARM)).isEmpty();
    }

    @Test
    void aStartThatNeverEndsIsEndedWithItsMachine() throws IOException {
        fixture.colima.misbehaving("start", "endless always");
        ColimaMachines hasty = fixture.machines(
                Ownership.ofThisProcess(), ColimaFixture.limits().withStart(Duration.ofSeconds(20)));

        assertThatThrownBy(() -> hasty.acquire(arm(), false, fixture.listener))
                .isInstanceOfSatisfying(
                        ProfileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.START_TIMEOUT))
                .hasMessageContaining("was not ready after 20 s")
                .hasMessageContaining("a root device that never comes")
                .hasMessageContaining("--start-timeout");

        assertThat(fixture.colima.machine(ARM)).isEmpty();
        assertThat(fixture.filesOf(ARM)).isEmpty();
    }

    @Test
    void aStartBySomebodyElseIsNeitherCalledBrokenNorInterferedWith() throws IOException {
        fixture.colima.misbehaving("start", "endless always");
        Process theirs = fixture.colima.startByHand(ARM, "aarch64");
        try {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> machines.status(ARM).state() == ProfileState.STARTING);

            refused(Reason.BUSY).hasMessageContaining("is being started by somebody else");

            assertThat(theirs.isAlive()).isTrue();
        } finally {
            theirs.destroy();
            theirs.onExit().join();
        }
    }

    @Test
    void anInstanceThatNeverWasCompleteIsRemoved() throws IOException {
        machines.acquire(arm(), false, fixture.listener);
        machines.release(ARM, false, fixture.listener);
        Path instance = fixture.colima.home().resolve("_lima/colima-" + ARM);
        Files.delete(instance.resolve("lima.yaml"));

        machines.acquire(arm(), false, fixture.listener);

        assertThat(machines.status(ARM).state()).isEqualTo(ProfileState.RUNNING_READY);
    }

    @Test
    void aBrokenMachineIsStoppedByForceFirst() {
        machines.acquire(arm(), false, fixture.listener);
        machines.release(ARM, false, fixture.listener);
        fixture.colima.breakProfile(ARM);
        assertThat(machines.status(ARM).state()).isEqualTo(ProfileState.BROKEN);

        assertThat(machines.acquire(arm(), false, fixture.listener)).isEqualTo(Acquired.STARTED);
    }

    @Test
    void aMachineWhoseSocketDiedIsStartedAnew() {
        machines.acquire(arm(), false, fixture.listener);
        fixture.colima.cutSocket(ARM);
        assertThat(machines.status(ARM).state()).isEqualTo(ProfileState.RUNNING_PARTIAL);
        assertThat(machines.status(ARM).detail()).contains("the machine answers, but its engine does not");

        assertThat(machines.acquire(arm(), false, fixture.listener)).isEqualTo(Acquired.STARTED);
        assertThat(machines.status(ARM).state()).isEqualTo(ProfileState.RUNNING_READY);
    }

    @Test
    void aMachineThatAnswersNothingIsUnresponsive() {
        machines.acquire(arm(), false, fixture.listener);
        fixture.colima.cutSocket(ARM);
        fixture.colima.misbehaving("status", "hang always");

        assertThat(fixture.tiringOf("status").status(ARM).state()).isEqualTo(ProfileState.UNRESPONSIVE);
    }

    @Test
    void aMachineThatWasKilledIsStopped() {
        machines.acquire(arm(), false, fixture.listener);
        fixture.colima.machine(ARM).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofMinutes(1)).until(() -> machines.status(ARM).state() == ProfileState.STOPPED);

        machines.delete(ARM, fixture.listener);

        assertThat(fixture.contexts().find("colima-" + ARM))
                .as("Colima leaves a stale context")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "nothing"})
    void aStopThatHangsOrLiesIsDoneByForce(String fault) {
        machines.acquire(arm(), false, fixture.listener);
        fixture.colima.misbehaving("stop", fault);

        fixture.tiringOf("stop").release(ARM, false, fixture.listener);

        assertThat(fixture.colima.status(ARM)).contains("Stopped");
    }

    @Test
    void aDeletionThatDeletesNothingIsAnError() {
        machines.acquire(arm(), false, fixture.listener);
        fixture.colima.misbehaving("delete", "nothing always");

        assertThatThrownBy(() -> machines.delete(ARM, fixture.listener))
                .isInstanceOf(ArchtestException.class)
                .hasMessageContaining("is still there");
    }

    @Test
    void aListThatHangsIsGivenUp() {
        fixture.colima.misbehaving("list", "hang always");

        assertThatThrownBy(() -> fixture.tiringOf("list").acquire(arm(), false, fixture.listener))
                .isInstanceOfSatisfying(
                        ProfileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNRESPONSIVE))
                .hasMessageContaining("limactl list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "flood"})
    void aListOfSomethingElseIsQuoted(String fault) {
        fixture.colima.misbehaving("list", fault + " always");

        refused(Reason.UNREADABLE).hasMessageContaining("printed something that is not a profile");
    }

    @Test
    void aListThatFailsSaysWhy() {
        fixture.colima.misbehaving("list", "failure always");

        refused(Reason.NOT_INSTALLED).hasMessageContaining("brew install lima");
    }

    @Test
    void unknownAndMissingKeysAreNoError() throws IOException {
        fixture.colima.userProfile("work", "aarch64", false);
        fixture.colima.misbehaving("list", "bare always");

        assertThat(machines.status("work").state()).isEqualTo(ProfileState.BROKEN);
        assertThat(machines.status("work").architecture()).isEmpty();
    }

    @Test
    void aMissingColimaIsNamed() throws IOException {
        Files.delete(fixture.colima.programs().resolve("colima"));

        refused(Reason.NOT_INSTALLED).hasMessageContaining("no 'colima'").hasMessageContaining("brew install");
    }

    @Test
    void missingProgramsAreNamedBeforeAnythingIsStarted() throws IOException {
        Files.delete(fixture.colima.programs().resolve("qemu-system-aarch64"));

        refused(Reason.MISSING_QEMU)
                .hasMessageContaining("qemu-system-aarch64")
                .hasMessageContaining("brew install qemu");
        assertThat(fixture.colima.calls()).noneMatch(call -> call.startsWith("colima start"));
        assertThat(fixture.filesOf(ARM)).isEmpty();
    }

    @Test
    void aMissingGuestAgentIsNamedBeforeAnythingIsStarted() throws IOException {
        Files.delete(fixture.colima.programs().resolveSibling("share/lima/lima-guestagent.Linux-aarch64.gz"));

        refused(Reason.MISSING_GUEST_AGENT).hasMessageContaining("lima-additional-guestagents");
    }

    @ParameterizedTest
    @CsvSource({"v0.8.0, TOO_OLD, 0.8.1 or newer", "'hello there', UNREADABLE, 'hello there'"})
    void aColimaThatIsTooOldOrIsNoneIsRefused(String version, Reason reason, String said) {
        fixture.colima.version(version);

        assertThatThrownBy(() -> machines.refuseIfUnfit(ARM, Architecture.ARM64))
                .isInstanceOfSatisfying(
                        ProfileException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(said);
    }

    @Test
    void aHomeTooDeepForSocketsIsRefusedBeforeAnythingIsStarted() {
        String profile = "archtest-" + "x".repeat(80);

        assertThatThrownBy(() -> machines.acquire(request(profile, Architecture.ARM64), false, fixture.listener))
                .isInstanceOfSatisfying(
                        ProfileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PATH_TOO_LONG))
                .hasMessageContaining("COLIMA_HOME");
        assertThat(fixture.colima.calls()).isEmpty();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(Reason reason) {
        return assertThatThrownBy(() -> machines.acquire(arm(), false, fixture.listener))
                .isInstanceOfSatisfying(
                        ProfileException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
