package io.archtest.profile.colima;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how much memory programs could get, which is more than what nobody uses; in bytes, empty if it isn't told. */
final class FreeMemory {
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");
    private static final Pattern PAGE = Pattern.compile("page size of (\\d+) bytes");
    private static final Pattern RECLAIMABLE = Pattern.compile("Pages (?:free|inactive|speculative):\\s+(\\d+)\\.?");

    private FreeMemory() {}

    /** Linux: {@code /proc/meminfo}. */
    static OptionalLong ofMeminfo(List<String> lines) {
        return lines.stream()
                .map(AVAILABLE::matcher)
                .filter(Matcher::find)
                .mapToLong(matcher -> Long.parseLong(matcher.group(1)) * 1024)
                .findFirst();
    }

    /** macOS: what {@code vm_stat} prints. */
    static OptionalLong ofVmStat(List<String> lines) {
        Optional<Long> page = lines.stream()
                .map(PAGE::matcher)
                .filter(Matcher::find)
                .map(matcher -> Long.parseLong(matcher.group(1)))
                .findFirst();
        long pages = lines.stream()
                .map(RECLAIMABLE::matcher)
                .filter(Matcher::find)
                .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                .sum();
        return page.isPresent() && pages > 0 ? OptionalLong.of(page.get() * pages) : OptionalLong.empty();
    }
}
