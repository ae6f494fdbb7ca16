package io.archtest.model;

import java.util.List;

/** A component's place on one of the scenario's networks, with the names it answers to beside its own. */
public record NetworkAttachment(String network, List<String> aliases) {

    public NetworkAttachment {
        aliases = List.copyOf(aliases);
    }
}
