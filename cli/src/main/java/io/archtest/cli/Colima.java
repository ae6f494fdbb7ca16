package io.archtest.cli;

import io.archtest.engine.Engine;
import io.archtest.engine.EngineInfo;
import io.archtest.engine.Engines;
import io.archtest.host.CommandRunner;
import io.archtest.host.HostSystem;
import io.archtest.host.Ownership;
import io.archtest.profile.DockerContexts;
import io.archtest.profile.colima.ColimaFacts;
import io.archtest.profile.colima.ColimaHome;
import io.archtest.profile.colima.ColimaHost;
import io.archtest.profile.colima.ColimaHostInspection;
import io.archtest.profile.colima.ColimaLimits;
import io.archtest.profile.colima.ColimaMachines;
import io.archtest.profile.colima.ColimaProfiles;
import io.archtest.profile.colima.ColimaProfiles.Wish;
import io.archtest.profile.colima.HomebrewSetup;
import io.archtest.profile.colima.MachineSize;
import io.archtest.profile.colima.Programs;
import java.util.Map;

/** Colima on this host, put together as the commands need it. */
final class Colima {
    private final Map<String, String> environment;
    private final HostSystem system;
    private final CommandRunner runner = new CommandRunner();
    private final ColimaHostInspection inspection;
    private final ColimaHost host;
    private final ColimaHome home;

    Colima(Surroundings surroundings) {
        this.environment = surroundings.environment();
        this.system = surroundings.system();
        this.inspection = new ColimaHostInspection(system, runner, environment);
        this.host = inspection.inspect();
        this.home = ColimaHome.of(environment, host.mac());
    }

    boolean installed() {
        return programs(false).find("colima").isPresent();
    }

    private Programs programs(boolean proxies) {
        return new Programs(environment, system, proxies);
    }

    /** As the host is now. */
    ColimaFacts facts() {
        return ColimaFacts.read(inspection, programs(false), runner);
    }

    HomebrewSetup setup() {
        return new HomebrewSetup(runner, this::facts);
    }

    ColimaMachines machines(MachineOptions options) {
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

    /** Of a new machine whose components reserve that much memory. */
    MachineSize size(MachineOptions options, long reservedBytes) {
        return options.size(MachineSize.fitting(host, reservedBytes));
    }

    ColimaProfiles profiles(ProviderOptions options) {
        MachineOptions machines = options.machines();
        size(machines, 0); // a size that can't be is wrong usage, and said before anything starts
        Wish wish = new Wish(
                options.profiles(), reserved -> size(machines, reserved), machines.cpuType(), options.afterwards());
        return new ColimaProfiles(machines(machines), home, host, wish, Engines::connect);
    }

    private static EngineInfo ask(String endpoint) {
        try (Engine engine = Engines.connect(endpoint)) {
            return engine.info();
        }
    }
}
