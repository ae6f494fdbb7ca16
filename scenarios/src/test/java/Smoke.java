import io.archtest.engine.*;
import io.archtest.environment.*;
import io.archtest.host.*;
import io.archtest.image.*;
import io.archtest.model.*;
import io.archtest.plan.*;
import io.archtest.profile.*;
import io.archtest.scenario.*;
import io.archtest.scenarios.*;
import java.nio.file.*;
import java.util.*;

public class Smoke {
    public static void main(String[] a) throws Exception {
        Path dir = Files.createTempDirectory("smoke");
        Path f = new BuiltInScenarios().extract("mastodon-stack", dir.resolve("x"));
        Planner p = new Planner(new DockerProfiles(DockerProfiles.DEFAULT_ENDPOINT, Architecture.X86_64));
        Plan plan = p.plan(new RunRequest(
                () -> new ScenarioReader().read(f, System.getenv()), List.of(a[0]), Map.of(), ImageMode.PACKAGED));
        StateFolder st = StateFolder.of(System.getenv());
        RunScope scope = new RunScope(
                RunId.random(),
                Ownership.ofThisProcess(),
                new PortLeases(st.ports(), Ownership.ofThisProcess()),
                Engines::connect);
        long t0 = System.nanoTime();
        StartupListener l = new StartupListener() {
            public void entered(ComponentName c, Phase ph, String d) {
                System.out.printf("%.1f %s %s %s%n", (System.nanoTime() - t0) / 1e9, c, ph, d);
            }

            public void ready(ComponentName c) {
                System.out.printf("%.1f READY %s%n", (System.nanoTime() - t0) / 1e9, c);
            }

            public void notice(String s) {
                System.out.println("NOTICE " + s);
            }
        };
        try {
            Environment env = new EnvironmentStarter(new ImageStore(ImageMode.PACKAGED, st, new CommandRunner()), l)
                    .start(plan.runs().get(0), scope, new Timeline());
            System.out.println("UP " + env.slownessOf(Architecture.ARM64));
            if (a.length > 1) {
                System.in.read();
            }

            for (io.archtest.environment.RunningComponent c : env.components()) {
                var r = new io.archtest.check.ArchitectureTruth().examine(c);
                System.out.println(r.observed() + " " + r.check());
            }
            System.out.printf("truth %.1f%n", (System.nanoTime() - t0) / 1e9);
            var rs = new io.archtest.check.Connectivity(
                            scope, new ImageStore(ImageMode.PACKAGED, st, new CommandRunner()))
                    .measure(env);
            rs.stream().filter(x -> x.verdict() != Verdict.SKIPPED).forEach(System.out::println);
            System.out.printf("conn %d %.1f%n", rs.size(), (System.nanoTime() - t0) / 1e9);
            System.out.println(env.incidents());
            env.close();
            System.out.printf("closed %.1f%n", (System.nanoTime() - t0) / 1e9);
        } finally {
            scope.close();
        }
    }
}
