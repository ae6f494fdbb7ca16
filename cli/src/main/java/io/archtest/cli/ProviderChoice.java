package io.archtest.cli;

import io.archtest.run.ProviderWish;
import picocli.CommandLine.Option;

/** Which provider is meant. */
final class ProviderChoice {
    @Option(
            names = "--provider",
            paramLabel = "NAME",
            description = {
                "docker: engines that run; colima: a virtual machine for each architecture, started if need be;",
                "auto: docker on a Linux host whose engine answers, else colima where it is installed.",
                "Default: ${DEFAULT-VALUE}."
            },
            defaultValue = ProviderWish.AUTO)
    private String provider = ProviderWish.AUTO;

    /** As given; {@code auto} is resolved by what the host has. */
    String name() {
        return ProviderWish.of(provider).choice();
    }

    boolean automatic() {
        return ProviderWish.of(provider).automatic();
    }
}
