package io.archtest.environment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Which of a component's ports somebody listens on.
 *
 * @param hostPorts where its ports are published; others can't be looked at
 */
record OpenPorts(String hostAddress, Map<Integer, Integer> hostPorts) {
    boolean all(Collection<Integer> ports) {
        return closed(ports).isEmpty();
    }

    private List<Integer> closed(Collection<Integer> ports) {
        List<Integer> closed = new ArrayList<>();
        for (int port : ports) {
            Integer published = hostPorts.get(port);
            if (published != null && !PortProbe.listens(hostAddress, published)) {
                closed.add(port);
            }
        }
        return closed;
    }

    /** For a component that isn't ready; nothing when its ports aren't why. */
    String complaint(Collection<Integer> declared) {
        List<Integer> closed = closed(declared);
        return closed.isEmpty()
                ? ""
                : "; nobody listens on %s of its ports %s. One that it need not listen on can be taken away in an overlay, by 'ports' or 'expose' with '!override'"
                        .formatted(closed, List.copyOf(declared));
    }
}
