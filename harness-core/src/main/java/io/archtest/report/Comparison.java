package io.archtest.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long things took against earlier runs of the same scenario on the same kind of host.
 *
 * @param with the file that holds the earlier runs
 * @param verdict {@code slower} when anything is, else {@code unknown} when anything can't be told, else {@code faster} or
 *     {@code same}
 * @param notes what a reader must know, such as that the hosts differ
 */
public record Comparison(String with, String verdict, List<Row> rows, List<String> notes) {
    public Comparison {
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    /**
     * One duration.
     *
     * @param what {@code start-to-ready} or {@code check}
     * @param about the component or the check
     * @param earlierMs the median of the earlier samples; null where there is none
     * @param nowMs the median of those now; null where there is none
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
            String verdict,
            String why) {}
}
