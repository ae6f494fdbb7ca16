package io.archtest.plan;

import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.FileContent;
import io.archtest.model.NetworkAttachment;
import io.archtest.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who can't be on different architectures where one engine serves both, because that engine has a network's addresses only
 * once: components that are told their addresses on it, and components that name such an address.
 */
final class AddressBonds {
    static final String REMEDY = ", use names in place of addresses, or an engine for each architecture (see --engine)";
    private static final String ONCE =
            "the one engine that serves both architectures can't have two networks with the same addresses";

    private AddressBonds() {}

    record Bond(ComponentName one, ComponentName other, String reason) {}

    /** A component's place on a network where it is told its address. */
    private record Holder(Component component, String network, String address) {}

    static List<Bond> of(Scenario scenario) {
        List<Bond> bonds = new ArrayList<>();
        List<Holder> holders = scenario.components().stream()
                .filter(component -> component.connections().namespaceOf().isEmpty())
                .flatMap(component -> component.networks().stream().flatMap(network -> holder(component, network)))
                .toList();
        for (Holder holder : holders) {
            holders.stream()
                    .filter(other -> other.network().equals(holder.network()))
                    .findFirst()
                    .filter(first -> !first.component().equals(holder.component()))
                    .ifPresent(first -> bonds.add(new Bond(
                            first.component().name(),
                            holder.component().name(),
                            "'%s' has %s and '%s' has %s on network '%s', and %s"
                                    .formatted(
                                            first.component().name(),
                                            first.address(),
                                            holder.component().name(),
                                            holder.address(),
                                            holder.network(),
                                            ONCE))));
            scenario.components().stream()
                    .filter(user -> !user.equals(holder.component())
                            && user.sharesNetworkWith(holder.component())
                            && names(user, holder.address()))
                    .forEach(user -> bonds.add(new Bond(
                            holder.component().name(),
                            user.name(),
                            "'%s' names %s, the address of '%s' on network '%s', and %s"
                                    .formatted(
                                            user.name(),
                                            holder.address(),
                                            holder.component().name(),
                                            holder.network(),
                                            ONCE))));
        }
        return bonds;
    }

    private static Stream<Holder> holder(Component component, NetworkAttachment attachment) {
        Optional<String> address = attachment.addresses().ipv4().or(attachment.addresses()::ipv6);
        return address.map(text -> new Holder(component, attachment.network(), text)).stream();
    }

    /** In its environment, its command, its files or its extra hosts. */
    private static boolean names(Component component, String address) {
        Pattern whole = Pattern.compile("(?<![0-9a-fA-F.:])" + Pattern.quote(address) + "(?![0-9a-fA-F.])");
        Stream<String> texts = Stream.of(
                        component.process().environment().values().stream(),
                        component.process().command().stream().flatMap(List::stream),
                        component.process().entrypoint().stream().flatMap(List::stream),
                        component.files().stream().map(FileContent::content),
                        component.extraHosts().values().stream().flatMap(List::stream))
                .flatMap(part -> part);
        return texts.anyMatch(text -> whole.matcher(text).find());
    }
}
