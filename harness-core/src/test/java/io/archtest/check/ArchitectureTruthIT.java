package io.archtest.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.cause.Catalogue;
import io.archtest.cause.Cause;
import io.archtest.cause.Symptoms;
import io.archtest.engine.EngineException;
import io.archtest.engine.Execution;
import io.archtest.engine.ImageFacts;
import io.archtest.model.Architecture;
import io.archtest.model.Outcome;
import io.archtest.testing.TinyImage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real containers, honest and lying ones. */
class ArchitectureTruthIT {
    @TempDir
    Path folder;

    private TinyStack stack;
    private Architecture own;

    @BeforeEach
    void connect() {
        stack = new TinyStack(folder);
        own = stack.engine().info().architecture();
    }

    @AfterEach
    void removeAll() {
        stack.close();
    }

    @Test
    void bothArchitecturesAreToldByAllFourFacts() {
        for (Architecture architecture : Architecture.values()) {
            ImageFacts image = TinyImage.load(stack.engine(), architecture);

            ArchitectureTruth.Result result = examine(image, architecture, architecture);

            assertThat(result.check().outcome()).isInstanceOf(Outcome.Passed.class);
            assertThat(result.observed().manifest()).isEqualTo(architecture.word());
            assertThat(result.observed().elf()).isNotEmpty().allMatch(elf -> elf.endsWith(": " + architecture.word()));
            assertThat(result.observed().uname()).isEqualTo(architecture.machine());
            assertThat(result.observed().execution())
                    .isEqualTo(architecture == own ? Execution.NATIVE : Execution.QEMU_USER);
        }
    }

    /** The label says what the placement wants, the bytes are another's: cloudposse/atmos#2931. */
    @Test
    void aMislabelledImageIsCaught() {
        Architecture other = own.mirror();
        ImageFacts lie = TinyImage.loadMislabelled(stack.engine(), own);

        ArchitectureTruth.Result result = examine(lie, own, own);

        assertThat(result.observed().manifest()).isEqualTo(own.word());
        assertThat(result.check().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.actual())
                                .contains("busybox is for " + other.word())
                                .contains("executed as 'qemu-user'")
                                .satisfies(actual -> assertThat(Catalogue.recognise(Symptoms.ofAnswer(actual))
                                                .map(Cause::id))
                                        .contains("mislabelled-image")));
    }

    @Test
    void anImageOfTheOtherArchitectureIsCaughtOnEitherPlacement() {
        ImageFacts image = TinyImage.load(stack.engine(), own.mirror());

        ArchitectureTruth.Result result = examine(image, own.mirror(), own);

        assertThat(result.check().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.actual())
                                .contains("the image's manifest says " + own.mirror())
                                .contains("uname -m says " + own.mirror().machine()));
    }

    @Test
    void theEngineIsToldThePlatformAndRefusesAnother() {
        ImageFacts image = TinyImage.load(stack.engine(), own.mirror());
        String network = stack.network("default");

        assertThatThrownBy(() -> stack.component("wrong", image, own, own, network, List.of(), "sleep", "600"))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.reason()).isEqualTo(EngineException.Reason.WRONG_PLATFORM));
    }

    private ArchitectureTruth.Result examine(ImageFacts image, Architecture platform, Architecture requested) {
        String name =
                "subject-" + platform.dockerName() + "-" + stack.components().size();
        String network = stack.network(name);
        return new ArchitectureTruth()
                .examine(stack.component(name, image, platform, requested, network, List.of(), "sleep", "600"));
    }
}
