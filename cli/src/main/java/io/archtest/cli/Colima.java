package io.archtest.cli;

import io.archtest.engine.Engine;
import io.archtest.engine.EngineInfo;
import io.archtest.engine.Engines;
import io.archtest.host.CommandRunner;
import io.archtest.host.Ownership;
import io.archtest.profile.DockerContexts;
import io.archtest.profile.colima.ColimaHome;
import io.archtest.profile.colima.ColimaHost;
import io.archtest.profile.colima.ColimaHostInspection;
import io.archtest.profile.colima.ColimaLimits;
import io.archtest.profile.colima.ColimaMachines;
import io.archtest.profile.colima.ColimaProfiles;
import io.archtest.profile.colima.ColimaProfiles.Wish;
import io.archtest.profile.colima.MachineSize;
import io.archtest.profile.colima.Preflight;
import io.archtest.profile.colima.Programs;
import java.util.Map;

/** Colima on this host, put together as the commands need it. */
final class Colima {
    private final Map<String, String> environment;
    private final CommandRunner runner = new CommandRunner();
    private final ColimaHost host;
    private final ColimaHome home;

    Colima(Map<String, String> environment) {
        this.environment = environment;
        this.host = ColimaHostInspection.inspect(runner, environment);
        this.home = ColimaHome.of(environment, host.mac());
    }

    ColimaHost host() {
        return host;
    }

    ColimaHome home() {
        return home;
    }

    CommandRunner runner() {
        return runner;
    }

    boolean installed() {
        return programs(false).find("colima").isPresent();
    }

    Programs programs(boolean proxies) {
        return new Programs(environment, host.mac(), proxies);
    }

    Preflight preflight() {
        return new Preflight(programs(false), host);
    }

    ColimaMachines machines(ProviderOptions options) {
        ColimaLimits limits =
                options.startLimit().map(ColimaLimits.defaults()::withStart).orElseGet(ColimaLimits::defaults);
        return new ColimaMachines(
                runner,
                programs(options.proxy()),
                home,
                host,
                limits,
                DockerContexts.of(environment),
                Ownership.ofThisProcess(),
                Colima::ask);
    }

    MachineSize size(ProviderOptions options) {
        return options.size(MachineSize.fitting(host));
    }

    ColimaProfiles profiles(ProviderOptions options) {
        Wish wish = new Wish(options.profiles(), size(options), options.cpuType(), options.afterwards());
        return new ColimaProfiles(machines(options), home, host, wish, Engines::connect);
    }

    private static EngineInfo ask(String endpoint) {
        try (Engine engine = Engines.connect(endpoint)) {
            return engine.info();
        }
    }
}
