package io.archtest.matrix;

import static io.archtest.model.Architecture.ARM64;
import static io.archtest.model.Architecture.X86_64;

import io.archtest.model.Architecture;
import io.archtest.model.InvalidRequestException;
import java.time.YearMonth;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The machines that CI services offer, as documented in August 2026, and one's own Apple Silicon Macs. */
public final class Lanes {
    /** A Mac of one's own with Apple Silicon: the only one of its kind with a hypervisor. */
    public static final String OWN_MAC = "self-hosted-mac";

    /** "The last x86_64 image", until August 2027: actions/runner-images#13045. */
    static final YearMonth INTEL_MACS_END = YearMonth.of(2027, 8);

    private static final List<Lane> ALL = List.of(
            linux(CiService.GITHUB, "ubuntu-24.04", X86_64, 16),
            linux(CiService.GITHUB, "ubuntu-24.04-arm", ARM64, 16),
            hostedMac(CiService.GITHUB, "macos-15-intel", X86_64, 14),
            hostedMac(CiService.GITHUB, "macos-15", ARM64, 7),
            ownMac(CiService.GITHUB),
            linux(CiService.GITLAB, "saas-linux-small-amd64", X86_64, 8),
            linux(CiService.GITLAB, "saas-linux-small-arm64", ARM64, 8),
            hostedMac(CiService.GITLAB, "saas-macos-medium-m1", ARM64, 8),
            ownMac(CiService.GITLAB));

    private Lanes() {}

    /**
     * The lanes of these services, in the same order each time.
     *
     * @param wanted names of lanes; empty for all
     * @param ownMac what machines of one's own are labelled with; empty where there are none
     */
    public static List<Lane> of(Collection<CiService> services, Set<String> wanted, List<String> ownMac) {
        Set<String> known = ALL.stream()
                .filter(lane -> services.contains(lane.service()))
                .map(Lane::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (String name : wanted) {
            if (!known.contains(name)) {
                throw new InvalidRequestException(
                        "Unknown runner '%s'; known: %s".formatted(name, String.join(", ", known)));
            }
        }
        refuseLabels(ownMac);
        Predicate<Lane> chosen = lane -> wanted.isEmpty() || wanted.contains(lane.name());
        return ALL.stream()
                .filter(lane -> services.contains(lane.service()))
                .filter(chosen.or(lane -> lane.name().equals(OWN_MAC) && !ownMac.isEmpty()))
                .map(lane -> lane.name().equals(OWN_MAC) ? lane.labelled(ownMac) : lane)
                .toList();
    }

    private static void refuseLabels(List<String> labels) {
        for (String label : labels) {
            if (label.isBlank()) {
                throw new InvalidRequestException("--self-hosted takes labels of runners; found an empty one");
            }
            if (List.of("linux", "windows", "x64", "x86_64", "amd64").contains(label.toLowerCase(Locale.ROOT))) {
                throw new InvalidRequestException(
                        "--self-hosted is for Macs with Apple Silicon, and label '%s' is of another machine. Hosted runners of that kind are lanes already"
                                .formatted(label));
            }
        }
    }

    private static Lane linux(CiService service, String label, Architecture architecture, int memoryGib) {
        return new Lane(
                service,
                label,
                List.of(label),
                false,
                architecture,
                false,
                OptionalInt.of(memoryGib),
                Optional.empty());
    }

    /** Hosted Macs are virtual machines themselves, and Apple Silicon has no virtual machines within one. */
    private static Lane hostedMac(CiService service, String label, Architecture architecture, int memoryGib) {
        boolean intel = architecture == X86_64;
        return new Lane(
                service,
                label,
                List.of(label),
                true,
                architecture,
                intel,
                OptionalInt.of(memoryGib),
                intel ? Optional.of(INTEL_MACS_END) : Optional.empty());
    }

    private static Lane ownMac(CiService service) {
        return new Lane(service, OWN_MAC, List.of(), true, ARM64, true, OptionalInt.empty(), Optional.empty());
    }
}
