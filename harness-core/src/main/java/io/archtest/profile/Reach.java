package io.archtest.profile;

import java.util.List;
import java.util.Optional;

/**
 * How the ports that a profile publishes are reached: by archtest itself, and by containers of the other profile.
 *
 * @param bridge whether they are published on the engine's bridge as well: on a plain Linux engine {@code host-gateway}
 *     leads there, while a virtual machine's gateway leads to the host's loopback (reference: Colima's user-v2 network)
 * @param address of an engine on another machine; empty for one on this host, which {@code host.docker.internal} leads to
 */
public record Reach(boolean bridge, Optional<String> address) {
    /** The name by which a container reaches its host. */
    public static final String HOST = "host.docker.internal";

    private static final String LOOPBACK = "127.0.0.1";

    /** A plain engine on this Linux host. */
    public static Reach hostGateway() {
        return new Reach(true, Optional.empty());
    }

    /** A virtual machine that forwards its published loopback ports to this host's loopback. */
    public static Reach hostLoopback() {
        return new Reach(false, Optional.empty());
    }

    /** An engine on another machine, whose address this is, as seen from here and from the other profile's containers. */
    public static Reach at(String address) {
        return new Reach(false, Optional.of(address));
    }

    /** The addresses to publish ports on; never all interfaces. */
    public List<String> publishedOn(String bridgeAddress) {
        if (address.isPresent()) {
            return List.of(address.get());
        }
        return bridge && !bridgeAddress.isEmpty() ? List.of(LOOPBACK, bridgeAddress) : List.of(LOOPBACK);
    }

    /** Where archtest itself reaches published ports. IPv4, since forwarders don't serve the other (abiosoft/colima#583). */
    public String fromHost() {
        return address.orElse(LOOPBACK);
    }

    /** What containers of the other profile call the machine that publishes them. */
    public String fromContainers() {
        return address.orElse(HOST);
    }
}
