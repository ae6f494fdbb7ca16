package io.archtest.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.environment.RunScope;
import io.archtest.host.Ownership;
import io.archtest.host.PortLeases;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.Outcome;
import io.archtest.model.RunId;
import io.archtest.scenario.CheckDeclaration;
import io.archtest.scenario.TextExpectation;
import io.archtest.testing.FakeEngine;
import io.archtest.testing.FakeImageSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckTagsTest {
    private static final CheckDeclaration ALWAYS =
            CheckDeclaration.Log.without("always", ComponentName.of("web"), "ERROR");
    private static final CheckDeclaration OPT_IN = new CheckDeclaration.Tagged(
            CheckDeclaration.Log.without("opt-in", ComponentName.of("web"), "WARN"), Set.of("slow", "degradation"));
    private static final CheckDeclaration CONNECTION = new CheckDeclaration.Tagged(
            CheckDeclaration.Tcp.between("opt-in tcp", ComponentName.of("web"), ComponentName.of("db"), 1),
            Set.of("slow"));

    private final Vantages nowhere = new Vantages(
            new RunScope(
                    RunId.random(),
                    Ownership.ofThisProcess(),
                    new PortLeases(Path.of("target"), Ownership.ofThisProcess()),
                    profile -> FakeEngine.of(Architecture.X86_64)),
            new FakeImageSource(),
            () -> {
                throw new IllegalStateException("nothing is started");
            });

    @Test
    void oneWithTagsIsAskedOnlyWhenATagWasAskedFor() {
        assertThat(names(Set.of())).containsExactly("always");
        assertThat(names(Set.of("slow"))).containsExactly("always", "opt-in");
    }

    @Test
    void theMatrixAnswersOnlyThoseAskedFor() {
        assertThat(DeclaredChecks.answered(List.of(CONNECTION), Set.of(), "default", List.of()))
                .isEmpty();
        assertThat(DeclaredChecks.answered(List.of(CONNECTION), Set.of("slow"), "default", List.of()))
                .hasSize(1);
    }

    @Test
    void anUnknownTagIsAnErrorThatListsTheKnownOnes() {
        assertThatThrownBy(() -> names(Set.of("degradaton")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("No check of this scenario has the tag degradaton; its tags: degradation, slow");
    }

    @Test
    void oneForAnotherPlacementIsSkippedAndSaysSo() throws Exception {
        CheckDeclaration placed = new CheckDeclaration.Placed(ALWAYS, Set.of("flip", "cover"));

        assertThat(ask(placed, "default")).isEqualTo(Outcome.skipped("asked under placement cover, flip only"));
        assertThat(ask(new CheckDeclaration.Tagged(placed, Set.of("slow")), "native"))
                .isInstanceOf(Outcome.Skipped.class);
        assertThatThrownBy(() -> ask(placed, "flip")).hasMessage("nothing is started");
        assertThatThrownBy(() -> ask(placed, "cover-3")).hasMessage("nothing is started");
        assertThat(DeclaredChecks.answered(
                        List.of(new CheckDeclaration.Placed(
                                CheckDeclaration.Tcp.between("tcp", ComponentName.of("web"), ComponentName.of("db"), 1),
                                Set.of("flip"))),
                        Set.of(),
                        "default",
                        List.of()))
                .extracting(CheckResult::outcome)
                .containsExactly(Outcome.skipped("asked under placement flip only"));
    }

    private Outcome ask(CheckDeclaration declaration, String placement) throws Exception {
        return DeclaredChecks.of(List.of(declaration, OPT_IN), Set.of("slow"), placement, nowhere)
                .get(0)
                .ask(new NoSystem());
    }

    @Test
    void whatALogMustNotHaveIsAskedLast() {
        CheckDeclaration later = new CheckDeclaration.Exec(
                "later",
                ComponentName.of("web"),
                new CheckDeclaration.ExecCommand(List.of("true"), Optional.empty(), Map.of(), Optional.empty()),
                0,
                TextExpectation.none(),
                TextExpectation.none(),
                TextExpectation.none(),
                Optional.empty());

        assertThat(DeclaredChecks.of(List.of(ALWAYS, later), Set.of(), "default", nowhere))
                .extracting(Check::name)
                .containsExactly("later", "always");
    }

    private List<String> names(Set<String> tags) {
        return DeclaredChecks.of(List.of(ALWAYS, OPT_IN), tags, "default", nowhere).stream()
                .map(Check::name)
                .toList();
    }
}
