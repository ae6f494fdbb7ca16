package io.archtest.plan;

import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.Placement;
import io.archtest.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The placement under which as many talks as possible cross architectures, a maximum cut of the graph of links. Up to
 * {@value #EXACT} groups that can be placed by themselves it is the best one; beyond, one that moving no single group makes
 * better. The same for the same scenario and host: of equally good ones the one with most of the earlier components native.
 */
final class SplitPlacement {
    static final String NAME = "split";

    /** Half a million cuts take less than a second; each group more doubles that. */
    static final int EXACT = 20;

    private final List<int[]> links = new ArrayList<>();
    /** Talks with pinned components, by group: how many are won when it is native, and when it is emulated. */
    private final int[] wonNative;

    private final int[] wonEmulated;

    private SplitPlacement(int free) {
        this.wonNative = new int[free];
        this.wonEmulated = new int[free];
    }

    static Placement of(
            Scenario scenario, Architecture host, Groups bonds, Map<ComponentName, Architecture> overrides) {
        PlacementGroups groups = PlacementGroups.of(scenario, bonds, overrides);
        List<ComponentName> free = groups.free();
        SplitPlacement cut = new SplitPlacement(free.size());
        for (Cover.Link link : Links.of(scenario)) {
            ComponentName from = groups.leader(link.from());
            ComponentName to = groups.leader(link.to());
            cut.add(
                    free.indexOf(from),
                    free.indexOf(to),
                    groups.pin(from).orElse(host),
                    groups.pin(to).orElse(host),
                    host);
        }
        boolean[] emulated = free.size() <= EXACT ? cut.best() : cut.improved();
        return groups.placement(NAME, leader -> emulated[free.indexOf(leader)] ? host.mirror() : host);
    }

    private void add(int from, int to, Architecture fromPin, Architecture toPin, Architecture host) {
        if (from >= 0 && to >= 0 && from != to) {
            links.add(new int[] {from, to});
        } else if (from >= 0 && to < 0) {
            won(from, toPin != host);
        } else if (to >= 0 && from < 0) {
            won(to, fromPin != host);
        }
    }

    private void won(int group, boolean whenNative) {
        (whenNative ? wonNative : wonEmulated)[group]++;
    }

    private int crossing(boolean[] emulated) {
        int crossing = 0;
        for (int[] link : links) {
            crossing += emulated[link[0]] != emulated[link[1]] ? 1 : 0;
        }
        for (int group = 0; group < emulated.length; group++) {
            crossing += emulated[group] ? wonEmulated[group] : wonNative[group];
        }
        return crossing;
    }

    /** All cuts, in the order of a counter whose highest digit is the first group: strictly better ones only win. */
    private boolean[] best() {
        boolean[] best = new boolean[wonNative.length];
        int most = crossing(best);
        for (int counter = 1; counter < 1 << best.length; counter++) {
            boolean[] cut = new boolean[best.length];
            for (int group = 0; group < cut.length; group++) {
                cut[group] = (counter >> (cut.length - 1 - group) & 1) == 1;
            }
            int crossing = crossing(cut);
            if (crossing > most) {
                most = crossing;
                best = cut;
            }
        }
        return best;
    }

    /** Each group goes where it crosses more, and moves on as long as one gains: at least half of all talks cross then. */
    private boolean[] improved() {
        boolean[] cut = new boolean[wonNative.length];
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int group = 0; group < cut.length; group++) {
                int before = crossing(cut);
                cut[group] = !cut[group];
                if (crossing(cut) > before) {
                    moved = true;
                } else {
                    cut[group] = !cut[group];
                }
            }
        }
        return cut;
    }
}
