package io.archtest.cli;

import io.archtest.model.InvalidRequestException;
import java.util.List;
import picocli.CommandLine.Option;

/** Which provider is meant. */
final class ProviderChoice {
    private static final String AUTO = "auto";
    static final String DOCKER = "docker";
    static final String COLIMA = "colima";

    @Option(
            names = "--provider",
            paramLabel = "NAME",
            description = {
                "docker: engines that run; colima: a virtual machine for each architecture, started if need be;",
                "auto: docker on a Linux host whose engine answers, else colima where it is installed.",
                "Default: ${DEFAULT-VALUE}."
            },
            defaultValue = AUTO)
    private String provider = AUTO;

    /** As given; {@code auto} is resolved by what the host has. */
    String name() {
        if (!List.of(AUTO, DOCKER, COLIMA).contains(provider)) {
            throw new InvalidRequestException("Unknown provider '%s'; known: auto, docker, colima".formatted(provider));
        }
        return provider;
    }

    boolean automatic() {
        return name().equals(AUTO);
    }
}
