package io.archtest.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archtest.report.Report;
import org.junit.jupiter.api.Test;

class FactorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** As under a cover, in which some runs are emulated as a whole. */
    @Test
    void aRunOnTheEmulatedEngineAloneAddsNoRowsOfItsOwn() throws JsonProcessingException {
        ObjectNode report = JSON.valueToTree(ShopReport.several());
        ArrayNode profiles = (ArrayNode) report.at("/runs/0/profiles");
        assertThat(profiles.remove(0).get("execution").asText()).isEqualTo("native");

        Factors factors = Factors.of(JSON.treeToValue(report, Report.class));

        assertThat(factors.classes())
                .extracting(Factors.ByClass::work)
                .containsExactly("crypto", "interpreter", "network", "process-start");
        assertThat(factors.classes())
                .as("the runs on both engines tell what the native one was measured at")
                .extracting(Factors.ByClass::nativeMicros)
                .containsExactly(12.0, 40.0, 90.0, 1500.0);
    }
}
