package io.archtest.report.html;

import io.archtest.report.Report;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The ends of the logs of what failed in one run.
 *
 * @param folder where all logs of the run lie, as seen from the report; empty when there are none
 * @param omitted names of those that would be here too, but for want of space
 */
public record Logs(String folder, List<Tail> tails, List<String> omitted) {
    private static final int COMPONENTS = 10;

    /** Most often one of the first two tells why, and mostly not in its last lines: what depends on it complains later. */
    private static final int LIKELIEST = 2;

    private static final Room LARGE = new Room(192 * 1024, 2500);
    private static final Room SMALL = new Room(24 * 1024, 250);

    /** How much of a log is shown at most. */
    private record Room(int bytes, int lines) {}

    static final Logs NONE = new Logs("", List.of(), List.of());

    public Logs {
        tails = List.copyOf(tails);
        omitted = List.copyOf(omitted);
    }

    /**
     * The end of one log.
     *
     * @param file as seen from the report
     * @param cut what was left out before it, in words; empty when nothing was
     */
    public record Tail(String component, String file, String cut, String text) {}

    /** @param run with its texts made visible */
    static Logs of(Report.Run run, Path reports) {
        if (run.verdict().equals(Mark.PASSED.word())) {
            return NONE;
        }
        // names in a report are never made into paths: they are looked for among the files that are there
        Path folder = named(reports.resolve("logs")).get(run.placement().name());
        if (folder == null || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return NONE;
        }
        Map<String, Path> files = new TreeMap<>();
        named(folder).forEach((name, file) -> {
            if (name.endsWith(".log") && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                files.put(name.substring(0, name.length() - ".log".length()), file);
            }
        });
        List<String> concerned = Concerned.in(run, List.copyOf(files.keySet()));
        List<Tail> tails = new ArrayList<>();
        concerned.stream().limit(COMPONENTS).forEach(name -> {
            Path file = files.get(name);
            if (file != null) {
                Room room = tails.size() < LIKELIEST ? LARGE : SMALL;
                tails.add(tail(name, file, Visible.of(reports.relativize(file).toString()), room));
            }
        });
        return new Logs(
                Visible.of(reports.relativize(folder).toString()),
                tails,
                concerned.stream().skip(COMPONENTS).toList());
    }

    /** What a folder holds, by names made visible; nothing when it isn't there. */
    private static Map<String, Path> named(Path folder) {
        Map<String, Path> named = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return named;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            entries.forEach(entry -> named.put(Visible.of(entry.getFileName().toString()), entry));
        } catch (IOException e) {
            // the report is worth more than its logs; that they are missing is said where they would be
            return Map.of();
        }
        return named;
    }

    private static Tail tail(String name, Path file, String shown, Room room) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long size = channel.size();
            long from = Math.max(0, size - room.bytes());
            ByteBuffer end = ByteBuffer.allocate((int) (size - from));
            channel.position(from);
            while (end.hasRemaining() && channel.read(end) >= 0) {
                // until all of the end is read
            }
            String text = Visible.log(new String(end.array(), 0, end.position(), StandardCharsets.UTF_8));
            return cut(name, shown, size, from, text, room);
        } catch (IOException e) {
            return new Tail(name, shown, "It could not be read: " + Visible.of(String.valueOf(e.getMessage())), "");
        }
    }

    private static Tail cut(String name, String shown, long size, long from, String text, Room room) {
        // a line whose beginning is missing isn't shown, unless it is all there is
        int whole = from > 0 ? text.indexOf('\n') + 1 : 0;
        List<String> lines = text.substring(whole).lines().toList();
        int skipped = Math.max(0, lines.size() - room.lines());
        String kept = String.join("\n", lines.subList(skipped, lines.size()));
        String cut = from == 0 && skipped == 0
                ? ""
                : "Only the last %s are shown; the whole log has %,d bytes and is %s."
                        .formatted(Words.count(lines.size() - skipped, "line"), size, shown);
        return new Tail(name, shown, cut, kept);
    }
}
