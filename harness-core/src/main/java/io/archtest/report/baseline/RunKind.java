package io.archtest.report.baseline;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.archtest.report.Report;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What must be the same so that the durations of two runs can be compared. Memory isn't in it, nor versions of images: that
 * those may have made something slower is what one wants to know.
 *
 * @param components component -> architecture
 * @param options which variant of the scenario it was
 * @param processors null in reports of older versions, as is {@code kernel}
 * @param kernel its name and the first two numbers of its release
 * @param executions architecture -> how it is executed, such as {@code native} or {@code qemu-user}
 * @param images where they came from
 * @param standIns components that ran archtest's stand-in instead of the real thing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"scenario", "placement", "components", "options"})
public record RunKind(
        String scenario,
        String placement,
        SortedMap<String, String> components,
        SortedMap<String, String> options,
        String os,
        String architecture,
        @Nullable Integer processors,
        @Nullable String kernel,
        String provider,
        SortedMap<String, String> executions,
        String images,
        SortedSet<String> standIns) {

    public RunKind {
        Objects.requireNonNull(scenario, "scenario");
        Objects.requireNonNull(placement, "placement");
        Objects.requireNonNull(os, "os");
        Objects.requireNonNull(architecture, "architecture");
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(images, "images");
        components = Collections.unmodifiableSortedMap(new TreeMap<>(components));
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        executions = Collections.unmodifiableSortedMap(new TreeMap<>(executions));
        standIns = Collections.unmodifiableSortedSet(new TreeSet<>(standIns));
    }

    /** Of one run of a report. */
    public static RunKind of(Report report, Report.Run run) {
        Report.Host host = report.host();
        return new RunKind(
                report.scenario(),
                run.placement().name(),
                new TreeMap<>(run.placement().components()),
                new TreeMap<>(run.options()),
                host.os(),
                host.architecture(),
                host.processors(),
                family(host.kernel()),
                run.provider(),
                run.profiles().stream()
                        .collect(Collectors.toMap(
                                Report.Profile::architecture,
                                Report.Profile::execution,
                                (one, other) -> one.equals(other) ? one : one + " and " + other,
                                TreeMap::new)),
                run.images(),
                run.components().stream()
                        .filter(Report.Component::standIn)
                        .map(Report.Component::name)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The kernel without what a security update changes. */
    private static @Nullable String family(@Nullable String kernel) {
        return kernel == null ? null : kernel.replaceFirst("(\\d+\\.\\d+).*", "$1");
    }

    /** Whether it asks the same of the same parts. */
    boolean sameQuestion(RunKind other) {
        return scenario.equals(other.scenario) && placement.equals(other.placement);
    }

    /** Every fact that is known of both and differs, beside scenario and placement; empty when both can be compared. */
    List<String> differences(RunKind other) {
        List<String> found = new ArrayList<>();
        difference(found, "components", components, other.components);
        difference(found, "options", options, other.options);
        difference(found, "operating system", os, other.os);
        difference(found, "architecture of the host", architecture, other.architecture);
        difference(found, "processors", processors, other.processors);
        difference(found, "kernel", kernel, other.kernel);
        difference(found, "provider", provider, other.provider);
        difference(found, "execution", executions, other.executions);
        difference(found, "images", images, other.images);
        difference(found, "stand-ins", standIns, other.standIns);
        return found;
    }

    private static void difference(List<String> found, String fact, @Nullable Object one, @Nullable Object other) {
        if (one != null && other != null && !one.equals(other)) {
            found.add("%s: %s there, %s here".formatted(fact, said(other), said(one)));
        }
    }

    /** Whether all of its facts are known; reports of older versions lack some. */
    boolean whole() {
        return processors != null && kernel != null;
    }

    private static String said(Object value) {
        String text = value instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" "))
                : value instanceof SortedSet<?> set
                        ? set.stream().map(String::valueOf).collect(Collectors.joining(" "))
                        : value.toString();
        return text.isEmpty() ? "none" : text;
    }
}
