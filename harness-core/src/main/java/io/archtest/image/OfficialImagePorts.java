package io.archtest.image;

import io.archtest.scenario.Scenario;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the images of Docker's official collection expose that Compose files name without a port most often. A run is planned
 * before anything is pulled, so that without this the same file would have a relay for its Redis only the second time.
 */
public final class OfficialImagePorts implements ImagePorts {
    private static final Map<String, List<Integer>> EXPOSED = Map.ofEntries(
            Map.entry("elasticsearch", List.of(9200, 9300)),
            Map.entry("httpd", List.of(80)),
            Map.entry("mariadb", List.of(3306)),
            Map.entry("memcached", List.of(11211)),
            Map.entry("mongo", List.of(27017)),
            Map.entry("mysql", List.of(3306, 33060)),
            Map.entry("nats", List.of(4222, 6222, 8222)),
            Map.entry("nginx", List.of(80)),
            Map.entry("postgres", List.of(5432)),
            Map.entry("rabbitmq", List.of(4369, 5671, 5672, 15691, 15692, 25672)),
            Map.entry("redis", List.of(6379)),
            Map.entry("valkey/valkey", List.of(6379)));

    @Override
    public Optional<List<Integer>> exposed(Scenario scenario, String image) {
        String name = image.replaceFirst("@.*$", "")
                .replaceFirst(":[^:/]*$", "")
                .replaceFirst("^(docker\\.io/)?(library/)?", "");
        return Optional.ofNullable(EXPOSED.get(name));
    }
}
