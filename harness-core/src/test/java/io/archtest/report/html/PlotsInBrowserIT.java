package io.archtest.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What plots show must be seen where there is little room, and where colours are the reader's own. */
@ExtendWith(InChromium.class)
class PlotsInBrowserIT {
    private final Chromium chromium;

    @TempDir
    Path folder;

    PlotsInBrowserIT(Chromium chromium) {
        this.chromium = chromium;
    }

    @BeforeEach
    void page() throws IOException {
        chromium.open(ShopReport.write(ShopReport.several(), folder));
    }

    @Test
    void onAPhoneAFactorAndItsBarStandBesideWhatTheyAreOf() {
        chromium.screen(360, 740);

        assertThat(numbers("""
                return [...document.querySelectorAll('[data-testid=factors] tbody tr')].map(row =>
                  Math.max(...[...row.querySelectorAll('th, td.num:nth-child(2), td.bars svg')]
                    .map(part => part.getBoundingClientRect().right)));
                """))
                .as("the right ends, without scrolling")
                .hasSize(9)
                .allSatisfy(right -> assertThat(right).isLessThanOrEqualTo(360));
    }

    @Test
    void forcedColoursLeaveShadesAndPhasesApart() {
        Map<String, String> forced = Map.of("name", "forced-colors", "value", "active");
        chromium.driver()
                .executeCdpCommand(
                        "Emulation.setEmulatedMedia", Map.of("media", "screen", "features", List.of(forced)));

        assertThat(colours(".legend .sw.s0, .legend .sw.s1:not(.over), .legend .sw.s5, .legend .sw.fail"))
                .hasSize(4);
        assertThat(colours(".legend .sw.pull, .legend .sw.create, .legend .sw.start, .legend .sw.ready"))
                .hasSize(4);
        assertThat(colours(".heat td.fail")).isEqualTo(colours(".legend .sw.fail"));
    }

    private List<Double> numbers(String script) {
        return ((List<?>) chromium.run(script))
                .stream().map(number -> ((Number) number).doubleValue()).toList();
    }

    private Set<String> colours(String selector) {
        Object colours = chromium.run("""
                const colour = element => getComputedStyle(element).backgroundColor;
                return [...document.querySelectorAll(arguments[0])].map(colour);
                """, selector);
        return ((List<?>) colours).stream().map(Object::toString).collect(Collectors.toSet());
    }
}
