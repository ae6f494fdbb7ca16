package io.archtest.matrix;

import java.util.List;

/** Who reads the matrix. */
public enum MatrixFormat {
    GITHUB(List.of(CiService.GITHUB)),
    GITLAB(List.of(CiService.GITLAB)),
    /** Programs: everything. */
    JSON(List.of(CiService.values()));

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<CiService> services;

    MatrixFormat(List<CiService> services) {
        this.services = services;
    }

    /** Whose machines it is about. */
    public List<CiService> services() {
        return services;
    }
}
