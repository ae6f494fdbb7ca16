package io.archtest.plan;

import io.archtest.model.Component;
import io.archtest.model.Placement;
import io.archtest.scenario.Scenario;
import java.util.List;
import java.util.stream.Collectors;

/** Says of every UDP port who can't reach it in a placement: relays carry TCP only. */
final class UdpNotes {
    private UdpNotes() {}

    static List<String> of(Scenario scenario, Placement placement) {
        return scenario.components().stream()
                .filter(component -> !component.connections().udpPorts().isEmpty())
                .map(component -> note(scenario, placement, component))
                .toList();
    }

    private static String note(Scenario scenario, Placement placement, Component target) {
        String cutOff = scenario.components().stream()
                .filter(other -> other.sharesNetworkWith(target))
                .filter(other -> placement.of(other.name()) != placement.of(target.name()))
                .map(other -> other.name().value())
                .collect(Collectors.joining(", "));
        return "UDP port %s of '%s' is open to components on %s, and not checked: a nonce needs TCP%s"
                .formatted(
                        target.connections().udpPorts().stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(", ")),
                        target.name(),
                        placement.of(target.name()),
                        cutOff.isEmpty()
                                ? ""
                                : "; these on %s can't reach it, since relays carry TCP only: %s"
                                        .formatted(placement.of(target.name()).mirror(), cutOff));
    }
}
