package io.archtest.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long things took against earlier runs of the same scenario on the same kind of host.
 *
 * @param with the file that holds the earlier runs
 * @param verdict {@code slower} when anything is, else {@code unknown} when anything can't be told, else {@code faster} or
 *     {@code same}
 * @param notes what a reader must know, such as that the hosts differ
 * @param emulation what emulation cost each component, as far as it ran both ways
 */
public record Comparison(
        String with,
        String verdict,
        List<Row> rows,
        List<String> notes,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<Emulated> emulation) {
    public static final String SLOWER = "slower";
    public static final String FASTER = "faster";
    public static final String SAME = "same";
    public static final String UNKNOWN = "unknown";

    public Comparison {
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
        emulation = List.copyOf(emulation);
    }

    /**
     * One duration.
     *
     * @param what {@code start-to-ready} (of a job: until it ended), {@code check} or {@code run} (without images)
     * @param about the component or the check; of a run its placement
     * @param earlierMs the median of the earlier samples; null where there is none
     * @param nowMs the median of those now; null where there is none
     * @param ratio how many times as long as earlier; null where one of them is missing
     * @param showsFrom the ratio from which on a slow-down would have shown above the noise; null where nothing can show
     * @param verdict {@code slower}, {@code faster}, {@code same} or {@code unknown}
     * @param why in a few words, with the noise that was counted on
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Row(
            String placement,
            String what,
            String about,
            int earlierSamples,
            @Nullable Double earlierMs,
            int samples,
            @Nullable Double nowMs,
            @Nullable Double ratio,
            @Nullable Double showsFrom,
            String verdict,
            String why) {

        /** Whether it is too short to matter, now as earlier. */
        boolean tiny() {
            return verdict.equals(SAME) && showsFrom == null;
        }
    }

    /**
     * A component's median time from start to ready where it was executed natively, and where it wasn't.
     *
     * @param execution how it was executed where it was emulated, such as {@code qemu-user}
     */
    public record Emulated(
            String component,
            String execution,
            int nativeSamples,
            double nativeMs,
            int emulatedSamples,
            double emulatedMs,
            double ratio) {}

    /** Of several shards, each of which was compared by itself. */
    static Comparison joined(List<Comparison> parts) {
        List<Row> rows = parts.stream().flatMap(part -> part.rows().stream()).toList();
        return new Comparison(
                parts.stream().map(Comparison::with).distinct().collect(Collectors.joining(", ")),
                verdictOf(rows),
                rows,
                parts.stream().flatMap(part -> part.notes().stream()).distinct().toList(),
                parts.stream().flatMap(part -> part.emulation().stream()).toList());
    }

    /** What all of them come to. */
    public static String verdictOf(List<Row> rows) {
        Set<String> verdicts = rows.stream().map(Row::verdict).collect(Collectors.toSet());
        return Stream.of(SLOWER, UNKNOWN, FASTER)
                .filter(verdicts::contains)
                .findFirst()
                .orElse(rows.isEmpty() ? UNKNOWN : SAME);
    }

    /** Whether anything takes longer than it did, beyond the noise. */
    public boolean slower() {
        return verdict.equals(SLOWER);
    }
}
