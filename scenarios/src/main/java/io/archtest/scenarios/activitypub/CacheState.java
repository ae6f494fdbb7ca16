package io.archtest.scenarios.activitypub;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
    private static final List<String> PAST = List.of("BYPASS", "DYNAMIC", "PASS", "FWD=BYPASS");

    /**
     * One sign of a hit is enough, since of several caches in a row only one needs to have kept it.
     *
     * @param headers names in lower case
     */
    public static CacheState of(Map<String, String> headers) {
        if (seconds(headers.get("age")) > 0 || varnishHit(headers) || says(headers, KEPT)) {
            return HIT;
        }
        if (says(headers, FETCHED) || headers.containsKey("x-varnish")) {
            return MISS;
        }
        return says(headers, PAST) ? PASSED_BY : UNTOLD;
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
                        .anyMatch(value -> words.stream().anyMatch(value::contains))
                || standard(headers, words);
    }

    /** {@code Cache-Status} of RFC 9211: {@code name; hit}, {@code name; fwd=miss}. */
    private static boolean standard(Map<String, String> headers, List<String> words) {
        String value = headers.getOrDefault("cache-status", "").toUpperCase(Locale.ROOT);
        for (String parameter : value.split("[;,]")) {
            String text = parameter.strip();
            boolean hit = words == KEPT && text.equals("HIT");
            boolean fetched = words == FETCHED
                    && List.of("FWD=MISS", "FWD=URI-MISS", "FWD=VARY-MISS", "FWD=STALE")
                            .contains(text);
            if (hit || fetched || (words == PAST && text.equals("FWD=BYPASS"))) {
                return true;
            }
        }
        return false;
    }

    /** Varnish names the request that filled the cache as well when it is another one. */
    private static boolean varnishHit(Map<String, String> headers) {
        return Optional.ofNullable(headers.get("x-varnish"))
                .map(value -> value.strip().contains(" "))
                .orElse(false);
    }

    private static long seconds(@org.jspecify.annotations.Nullable String age) {
        try {
            return age == null ? 0 : Long.parseLong(age.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
