package io.archtest.check;

import java.util.List;
import java.util.Optional;

/** What is known of a stack without asking it anything. Components are named as in the Compose file. */
public interface StackDescription {

    /** Names of the scenario's components and jobs, in file order. */
    List<String> components();

    /** A variable of the component's environment as configured. */
    Optional<String> environment(String component, String variable);

    /** The component's command line (entrypoint and arguments); before its start only as far as the scenario gives it. */
    List<String> commandLine(String component);
}
