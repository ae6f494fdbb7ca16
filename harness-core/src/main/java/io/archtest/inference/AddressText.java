package io.archtest.inference;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what can only be an address in any text: the host part of URLs, {@code HOST:PORT}, {@code host=HOST port=PORT} of
 * connection strings, bash's {@code /dev/tcp/HOST/PORT}. A word alone is never one here.
 */
final class AddressText {
    private static final int LONGEST = 1_000_000;
    private static final String HOST = "[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?";

    private static final Pattern URL =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]{0,40})://([^\\s/?#'\"`<>|;)\\]}]{1,2000})");
    /** What stands before and after keeps out image tags with a folder, paths, times, MAC addresses, volume mappings. */
    private static final Pattern PAIR = Pattern.compile("(?<![\\w./:$}%-])(" + HOST + "):(\\d{1,5})(?![\\w:.@%-])");

    private static final Pattern DRIVER = Pattern.compile("tcp\\((.*)");
    private static final Pattern DEVICE = Pattern.compile("/dev/tcp/(" + HOST + ")/(\\d{1,5})(?!\\w)");
    private static final Pattern KEYWORD =
            Pattern.compile("(?i)(?<![\\w-])(?:host|hostname|server|data source|addr)\\s{0,3}=\\s{0,3}(?:tcp:)?(" + HOST
                    + ")(?:,(\\d{1,5}))?(?=[;\\s,'\"]|$)");
    private static final Pattern KEYWORD_PORT =
            Pattern.compile("(?i)(?<![\\w-])port\\s{0,3}=\\s{0,3}(\\d{1,5})(?!\\w)");

    /** Below it a number behind a name is more often a version ({@code redis:7}) than a port. */
    private static final int LOWEST_PORT = 100;

    private static final Set<Integer> LOW_PORTS = Set.of(21, 22, 25, 53, 80, 88);

    private final boolean certain;
    private final Set<Mention> found = new LinkedHashSet<>();

    private AddressText(boolean certain) {
        this.certain = certain;
    }

    /**
     * @param certain whether it is known that the text holds addresses, so that {@code db:7} is one
     */
    static List<Mention> find(String text, boolean certain) {
        AddressText search = new AddressText(certain);
        if (text.length() <= LONGEST) {
            search.search(text);
        }
        return List.copyOf(search.found);
    }

    private void search(String text) {
        String rest = withoutUrls(text);
        Matcher pair = PAIR.matcher(rest);
        while (pair.find()) {
            number(pair.group(2))
                    .filter(port -> certain || port >= LOWEST_PORT || LOW_PORTS.contains(port))
                    .ifPresent(port -> found.add(Mention.address(pair.group(1), port)));
        }
        Matcher device = DEVICE.matcher(rest);
        while (device.find()) {
            number(device.group(2)).ifPresent(port -> found.add(Mention.address(device.group(1), port)));
        }
        keywords(rest);
    }

    /** Takes the URLs out, since what stands before an '@' in them looks like an address and is none. */
    private String withoutUrls(String text) {
        StringBuilder rest = new StringBuilder();
        Matcher url = URL.matcher(text);
        while (url.find()) {
            // a password with a slash in it: what looks like the port is its beginning
            boolean cut =
                    url.group(2).indexOf('@') < 0 && sameWord(text, url.end()).indexOf('@') >= 0;
            if (!cut) {
                authority(url.group(1), url.group(2));
            }
            url.appendReplacement(rest, " ");
        }
        url.appendTail(rest);
        return rest.toString();
    }

    private static String sameWord(String text, int from) {
        int end = from;
        while (end < text.length() && " \t\r\n'\"`".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(from, end);
    }

    private void authority(String scheme, String authority) {
        if (!Schemes.connects(scheme)) {
            return;
        }
        String hosts = authority.substring(authority.lastIndexOf('@') + 1);
        Matcher wrapped = DRIVER.matcher(hosts);
        for (String one : (wrapped.matches() ? wrapped.group(1) : hosts).split(",")) {
            String[] parts = one.split(":", -1);
            if (!parts[0].matches(HOST) || parts.length > 2) {
                continue;
            }
            if (parts.length == 2) {
                number(parts[1]).ifPresent(port -> found.add(Mention.address(parts[0], port)));
            } else {
                found.add(Mention.byScheme(scheme, parts[0], Schemes.port(scheme)));
            }
        }
    }

    /** {@code host=db port=5432}; with several hosts in one text it is not known which port belongs to which. */
    private void keywords(String text) {
        List<Mention> names = new ArrayList<>();
        Matcher keyword = KEYWORD.matcher(text);
        while (keyword.find()) {
            Optional<Integer> port = Optional.ofNullable(keyword.group(2)).flatMap(AddressText::number);
            names.add(port.map(known -> Mention.address(keyword.group(1), known))
                    .orElseGet(() -> Mention.name(keyword.group(1))));
        }
        if (names.size() == 1 && names.get(0).port().isEmpty()) {
            Matcher port = KEYWORD_PORT.matcher(text);
            Optional<Integer> only = port.find() ? number(port.group(1)) : Optional.empty();
            if (only.isPresent() && !port.find()) {
                found.add(Mention.address(names.get(0).host(), only.get()));
                return;
            }
        }
        found.addAll(names);
    }

    static Optional<Integer> number(String text) {
        if (!text.matches("\\d{1,5}")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(text);
        return port >= 1 && port <= 65535 ? Optional.of(port) : Optional.empty();
    }
}
