package io.archtest.scenarios.activitypub;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where an answer came from, by what caches say of themselves in its headers. */
public enum CacheState {
    /** From what a cache had kept. */
    HIT,
    /** From the origin, and a cache may keep it now. */
    MISS,
    /** From the origin, past the cache. */
    PASSED_BY,
    /** No header tells. */
    UNTOLD;

    /** nginx and many others; Varnish, Fastly, CloudFront; Cloudflare; further conventions. */
    private static final List<String> WORDS =
            List.of("x-cache-status", "x-cache", "cf-cache-status", "x-proxy-cache", "x-litespeed-cache");

    private static final List<String> KEPT = List.of("HIT", "STALE", "UPDATING", "REVALIDATED");
    private static final List<String> FETCHED = List.of("MISS", "EXPIRED");
    private static final List<String> PAST = List.of("BYPASS", "DYNAMIC", "PASS");

    /**
     * One sign of a hit is enough, since of several caches in a row only one needs to have kept it.
     *
     * @param headers names in lower case
     */
    public static CacheState of(Map<String, String> headers) {
        Set<String> standard = standard(headers);
        if (seconds(headers.get("age")) > 0 || varnishHit(headers) || says(headers, KEPT) || standard.contains("hit")) {
            return HIT;
        }
        if (says(headers, PAST) || standard.contains("fwd=bypass")) {
            return PASSED_BY;
        }
        boolean forwarded = standard.stream().anyMatch(parameter -> parameter.startsWith("fwd"));
        return says(headers, FETCHED) || headers.containsKey("x-varnish") || forwarded ? MISS : UNTOLD;
    }

    /** The headers that {@link #of} looks at, for messages. */
    static String signs(Map<String, String> headers) {
        StringBuilder signs = new StringBuilder();
        for (String name : headers.keySet()) {
            if (WORDS.contains(name)
                    || List.of("age", "x-varnish", "cache-status").contains(name)) {
                signs.append(signs.isEmpty() ? "" : ", ")
                        .append(name)
                        .append(": ")
                        .append(headers.get(name));
            }
        }
        return signs.isEmpty() ? "no header of a cache" : signs.toString();
    }

    private static boolean says(Map<String, String> headers, List<String> words) {
        return WORDS.stream()
                .map(name -> headers.getOrDefault(name, "").toUpperCase(Locale.ROOT))
                .anyMatch(value -> words.stream().anyMatch(value::contains));
    }

    /** The parameters in {@code Cache-Status} of RFC 9211: {@code name; hit}, {@code name; fwd=miss}. */
    private static Set<String> standard(Map<String, String> headers) {
        String value = headers.getOrDefault("cache-status", "").toLowerCase(Locale.ROOT);
        return Stream.of(value.split("[;,]")).map(String::strip).collect(Collectors.toSet());
    }

    /** Varnish names the request that filled the cache as well when it is another one. */
    private static boolean varnishHit(Map<String, String> headers) {
        return Optional.ofNullable(headers.get("x-varnish"))
                .map(value -> value.strip().contains(" "))
                .orElse(false);
    }

    private static long seconds(@Nullable String age) {
        try {
            return age == null ? 0 : Long.parseLong(age.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
