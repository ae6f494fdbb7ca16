package io.archtest.profile;

import io.archtest.model.InvalidRequestException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

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

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
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
        if (!usable(address)) {
            throw new InvalidRequestException(
                    "'%s' is no address at which an engine on another machine can be reached. Expected an IPv4 address of that machine, such as 192.168.1.20; not its name, not a loopback address, and not 0.0.0.0"
                            .formatted(address));
        }
        return new Reach(false, Optional.of(address));
    }

    /** Docker publishes on numbers only, and archtest's networks have IPv4 only. */
    private static boolean usable(String address) {
        if (!IPV4.matcher(address).matches()) {
            return false;
        }
        try {
            InetAddress parsed = InetAddress.getByName(address);
            return !parsed.isAnyLocalAddress() && !parsed.isLoopbackAddress() && !parsed.isMulticastAddress();
        } catch (UnknownHostException e) {
            return false;
        }
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
