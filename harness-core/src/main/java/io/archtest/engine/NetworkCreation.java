package io.archtest.engine;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.dockerjava.api.command.CreateNetworkCmd;
import com.github.dockerjava.api.model.Network;
import io.archtest.model.NetworkDefinition;
import io.archtest.model.NetworkDefinition.Pool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Creates one bridge network as its {@link NetworkDefinition} says. */
final class NetworkCreation {
    private final DaemonConnection connection;

    NetworkCreation(DaemonConnection connection) {
        this.connection = connection;
    }

    String create(String name, NetworkDefinition definition, Map<String, String> labels) {
        CreateNetworkCmd command = connection
                .calls()
                .createNetworkCmd()
                .withName(name)
                .withDriver("bridge")
                .withCheckDuplicate(true)
                .withInternal(definition.internal())
                .withAttachable(definition.attachable())
                .withEnableIpv6(definition.ipv6())
                .withLabels(labels);
        if (!definition.options().isEmpty()) {
            command.withOptions(definition.options());
        }
        List<Network.Ipam.Config> pools =
                definition.pools().stream().map(NetworkCreation::pool).toList();
        if (!pools.isEmpty()) {
            command.withIpam(new Network.Ipam().withConfig(pools));
        }
        List<String> subnets = definition.pools().stream()
                .flatMap(pool -> pool.subnet().stream())
                .toList();
        String action = subnets.isEmpty()
                ? "create network '%s'".formatted(name)
                : "create network '%s' with the addresses %s (another run, or something else on this engine or host, may have them)"
                        .formatted(name, subnets);
        return connection.change(
                action, DaemonConnection.CHANGE, () -> command.exec().getId());
    }

    private static Network.Ipam.Config pool(Pool pool) {
        Network.Ipam.Config made = new Reserving(pool.reserved());
        pool.subnet().ifPresent(made::withSubnet);
        pool.gateway().ifPresent(made::withGateway);
        pool.range().ifPresent(made::withIpRange);
        return made;
    }

    /** docker-java has no word for the addresses that a network keeps back. */
    private static final class Reserving extends Network.Ipam.Config {
        private static final long serialVersionUID = 1L;

        private final HashMap<String, String> reserved; // serializable, as what it extends

        Reserving(Map<String, String> reserved) {
            this.reserved = new HashMap<>(reserved);
        }

        @JsonProperty("AuxiliaryAddresses")
        public Map<String, String> getReserved() {
            return Map.copyOf(reserved);
        }
    }
}
