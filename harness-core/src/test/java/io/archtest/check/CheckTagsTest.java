package io.archtest.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import io.archtest.scenario.CheckDeclaration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckTagsTest {
    private static final CheckDeclaration ALWAYS =
            new CheckDeclaration.Log("always", ComponentName.of("web"), "ERROR", false);
    private static final CheckDeclaration OPT_IN = new CheckDeclaration.Tagged(
            new CheckDeclaration.Log("opt-in", ComponentName.of("web"), "WARN", false), Set.of("slow", "degradation"));
    private static final CheckDeclaration CONNECTION = new CheckDeclaration.Tagged(
            new CheckDeclaration.Tcp("opt-in tcp", ComponentName.of("web"), ComponentName.of("db"), 1), Set.of("slow"));

    @Test
    void oneWithTagsIsAskedOnlyWhenATagWasAskedFor() {
        assertThat(names(Set.of())).containsExactly("always");
        assertThat(names(Set.of("slow"))).containsExactly("always", "opt-in");
    }

    @Test
    void theMatrixAnswersOnlyThoseAskedFor() {
        assertThat(DeclaredChecks.answered(List.of(CONNECTION), Set.of(), List.of()))
                .isEmpty();
        assertThat(DeclaredChecks.answered(List.of(CONNECTION), Set.of("slow"), List.of()))
                .hasSize(1);
    }

    @Test
    void anUnknownTagIsAnErrorThatListsTheKnownOnes() {
        assertThatThrownBy(() -> names(Set.of("degradaton")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("No check of this scenario has the tag degradaton; its tags: degradation, slow");
    }

    private static List<String> names(Set<String> tags) {
        return DeclaredChecks.of(List.of(ALWAYS, OPT_IN), tags).stream()
                .map(Check::name)
                .toList();
    }
}
