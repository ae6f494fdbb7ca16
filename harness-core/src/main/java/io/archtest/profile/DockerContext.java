package io.archtest.profile;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An engine's address under a name, as the Docker CLI keeps it.
 *
 * @param endpoint {@code unix://}, {@code tcp://}, {@code ssh://} or {@code npipe://}
 * @param certificates for an engine behind TLS a folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem}, or some
 *     of them
 */
public record DockerContext(String name, String endpoint, Optional<Path> certificates) {}
