package io.archtest.profile.colima;

import io.archtest.engine.Engine;
import io.archtest.engine.EngineInfo;
import io.archtest.engine.Engines;
import io.archtest.host.CommandRunner;
import io.archtest.host.HostSystem;
import io.archtest.host.Ownership;
import io.archtest.model.Architecture;
import io.archtest.profile.DockerContexts;
import io.archtest.profile.colima.ColimaProfiles.Wish;
import java.util.Map;

/** Colima on this host, put together for whoever uses it. */
public final class Colima {
    private final Map<String, String> environment;
    private final HostSystem system;
    private final CommandRunner runner = new CommandRunner();
    private final ColimaHostInspection inspection;
    private final ColimaHost host;
    private final ColimaHome home;

    public Colima(Map<String, String> environment, HostSystem system) {
        this.environment = environment;
        this.system = system;
        this.inspection = new ColimaHostInspection(system, runner, environment);
        this.host = inspection.inspect();
        this.home = ColimaHome.of(environment, host.mac());
    }

    public boolean installed() {
        return programs(false).find("colima").isPresent();
    }

    private Programs programs(boolean proxies) {
        return new Programs(environment, system, proxies);
    }

    /** As the host is now. */
    public ColimaFacts facts() {
        return ColimaFacts.read(inspection, programs(false), runner);
    }

    public HomebrewSetup setup() {
        return new HomebrewSetup(runner, this::facts);
    }

    public ColimaMachines machines(MachineWish wish) {
        ColimaLimits limits =
                wish.startLimit().map(ColimaLimits.defaults()::withStart).orElseGet(ColimaLimits::defaults);
        return new ColimaMachines(
                runner,
                programs(wish.proxy()),
                home,
                host,
                limits,
                DockerContexts.of(environment),
                Ownership.ofThisProcess(),
                Colima::ask);
    }

    /** Of a new machine whose components reserve that much memory. */
    public MachineSize size(MachineWish wish, long reservedBytes) {
        return wish.size(MachineSize.fitting(host, reservedBytes));
    }

    /** @param named profiles to use, by architecture */
    public ColimaProfiles profiles(Map<Architecture, String> named, MachineWish machines) {
        size(machines, 0); // a size that can't be is wrong usage, and said before anything starts
        Wish wish = new Wish(named, reserved -> size(machines, reserved), machines.cpuType(), machines.afterwards());
        return new ColimaProfiles(machines(machines), home, host, wish, Engines::connect);
    }

    private static EngineInfo ask(String endpoint) {
        try (Engine engine = Engines.connect(endpoint)) {
            return engine.info();
        }
    }
}
