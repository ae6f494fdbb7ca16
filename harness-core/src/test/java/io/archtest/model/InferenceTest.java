package io.archtest.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.InferredEdge.Use;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InferenceTest {
    private static final ComponentName WEB = ComponentName.of("web");
    private static final ComponentName DB = ComponentName.of("db");

    @Test
    void ofTwoReasonsForOnePortTheOneThatIsAskedCounts() {
        Inference inference = new Inference(
                List.of(
                        new InferredEdge(WEB, DB, Optional.of(80), Use.CARRIED, "a guess"),
                        new InferredEdge(WEB, DB, Optional.of(80), Use.ASKED, "an address"),
                        new InferredEdge(WEB, DB, Optional.of(81), Use.CARRIED, "another guess"),
                        new InferredEdge(WEB, DB, Optional.empty(), Use.COVERED, "a name")),
                List.of(),
                List.of());

        assertThat(inference.portsOf(DB).asked()).containsOnlyKeys(80).containsValue("an address");
        assertThat(inference.portsOf(DB).carried()).containsOnlyKeys(81);
        assertThat(inference.portsOf(WEB)).isEqualTo(InferredPorts.none());
    }

    @Test
    void containersOfOneServiceHaveItsEdges() {
        Inference inference = new Inference(
                List.of(new InferredEdge(WEB, DB, Optional.of(5432), Use.ASKED, "why")), List.of(), List.of("note"));

        Inference between = inference.between(name ->
                name.equals(WEB) ? List.of(ComponentName.of("web-1"), ComponentName.of("web-2")) : List.of(name));

        assertThat(between.edges())
                .extracting(InferredEdge::toString)
                .containsExactly("web-1 -> db:5432", "web-2 -> db:5432");
        assertThat(between.notes()).containsExactly("note");
    }
}
