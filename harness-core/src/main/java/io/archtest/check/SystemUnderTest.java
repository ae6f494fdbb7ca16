package io.archtest.check;

import io.archtest.engine.ExecResult;
import io.archtest.environment.Environment;
import io.archtest.model.Architecture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What a check may see and do. Components are named as in the Compose file; an unknown name is an error. */
public interface SystemUnderTest extends StackDescription {

    /** A started environment as checks see it. */
    static SystemUnderTest of(Environment environment) {
        return new LiveSystem(environment);
    }

    /** Where {@code port} of a component is reached from archtest's own host: {@code 127.0.0.1:<leased port>}, or another machine's address. */
    Endpoint endpoint(String component, int port);

    /** The architecture that the placement gives the component. */
    Architecture architecture(String component);

    /** Runs a command in the component, waiting {@code limit} times the component's slowness at the most. */
    ExecResult exec(String component, Duration limit, String... command);

    /** All that the component has logged, line by line. */
    List<String> log(String component);

    /** How many times slower than native the component is; at least 1. */
    double slowness(String component);

    /**
     * Repeats {@code attempt} about every {@code 200 ms} until it gives a value; an empty one means "not yet", an
     * exception ends the wait at once. Waits {@code limit} times the largest slowness of any component at the most.
     *
     * @return empty when time ran out
     */
    <T> Optional<T> await(Duration limit, Callable<Optional<T>> attempt) throws Exception;

    /**
     * Puts a question while components are stopped, as in an outage. Starts them again afterwards, also when the question
     * throws, and waits until all components of the system are well; what happens to them meanwhile is no incident.
     *
     * @throws io.archtest.environment.RecoveryException when a component isn't well again in time
     */
    <T> T without(List<String> components, Callable<T> question) throws Exception;

    /** A host and a port. */
    record Endpoint(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }
}
