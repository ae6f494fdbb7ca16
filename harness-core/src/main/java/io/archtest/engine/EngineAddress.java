package io.archtest.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where an engine listens.
 *
 * @param socket {@code unix:///path}, {@code tcp://host:port} or {@code npipe://}; for one behind a tunnel, its near end
 * @param name what messages and facts call it: the socket, or the far end of the tunnel
 * @param byHand the docker program's arguments that lead there, for a person to try it
 * @param certificates a folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem}, some of which may be missing;
 *     present exactly if the engine is spoken to over TLS
 */
public record EngineAddress(String socket, String name, String byHand, Optional<Path> certificates) {

    /** The docker program's arguments that make it speak to this engine, whatever its own settings are. */
    public List<String> programArguments() {
        List<String> arguments = new ArrayList<>(List.of("--host", socket));
        certificates.ifPresent(folder -> {
            arguments.add(Files.exists(folder.resolve("ca.pem")) ? "--tlsverify" : "--tls");
            Map.of("--tlscacert", "ca.pem", "--tlscert", "cert.pem", "--tlskey", "key.pem")
                    .forEach((option, name) -> {
                        Path file = folder.resolve(name);
                        if (Files.exists(file)) {
                            arguments.addAll(List.of(option, file.toString()));
                        }
                    });
        });
        return arguments;
    }

    /** One that is spoken to directly, without TLS. */
    public static EngineAddress of(String endpoint) {
        return new EngineAddress(endpoint, endpoint, "-H " + endpoint, Optional.empty());
    }
}
