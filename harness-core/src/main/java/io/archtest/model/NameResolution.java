package io.archtest.model;

import java.util.List;

/** What a container's resolver is told; the engine still answers for the names of components first. */
public record NameResolution(List<String> servers, List<String> search, List<String> options) {

    public NameResolution {
        servers = List.copyOf(servers);
        search = List.copyOf(search);
        options = List.copyOf(options);
    }

    public static NameResolution engineDefaults() {
        return new NameResolution(List.of(), List.of(), List.of());
    }
}
