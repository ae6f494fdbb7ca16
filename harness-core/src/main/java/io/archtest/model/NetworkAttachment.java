package io.archtest.model;

import java.util.List;
import java.util.Optional;

/** A component's place on one of the scenario's networks, with the names it answers to beside its own. */
public record NetworkAttachment(String network, List<String> aliases, Addresses addresses) {

    /** Addresses that it must have there; the engine gives it others where these are absent. */
    public record Addresses(Optional<String> ipv4, Optional<String> ipv6, Optional<String> mac) {
        public static final Addresses ANY = new Addresses(Optional.empty(), Optional.empty(), Optional.empty());

        /** Whether it is told which IP address to have. */
        public boolean fixed() {
            return ipv4.isPresent() || ipv6.isPresent();
        }
    }

    public NetworkAttachment {
        aliases = List.copyOf(aliases);
    }

    public NetworkAttachment(String network, List<String> aliases) {
        this(network, aliases, Addresses.ANY);
    }

    /** Likewise, answering to one more name. */
    public NetworkAttachment answeringTo(String alias) {
        if (aliases.contains(alias)) {
            return this;
        }
        List<String> names = new java.util.ArrayList<>(aliases);
        names.add(alias);
        return new NetworkAttachment(network, names, addresses);
    }
}
