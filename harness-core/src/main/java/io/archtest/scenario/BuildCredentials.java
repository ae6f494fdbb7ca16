package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import java.io.File;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads what a build may know and must not keep: {@code build.secrets} and {@code build.ssh}. */
final class BuildCredentials {
    private final Fields build;
    private final ComposeFiles files;
    private final GrantedFiles granted;

    BuildCredentials(Fields build, ComposeFiles files, GrantedFiles granted) {
        this.build = build;
        this.files = files;
        this.granted = granted;
    }

    Map<String, String> secrets() {
        Map<String, String> secrets = new HashMap<>();
        for (Yaml item : build.items("secrets")) {
            if (item instanceof Yaml.Mapping) {
                build.map(item, "secrets").ifPresent(fields -> {
                    String source = fields.text("source").orElse("");
                    secret(source, fields.text("target").orElse(source), item.at(), secrets);
                    fields.finish(AttributeSupport.refusedUnder("services.*.build.secrets[]"));
                });
            } else {
                build.text(item, "secrets").ifPresent(name -> secret(name, name, item.at(), secrets));
            }
        }
        return secrets;
    }

    private void secret(String source, String id, Yaml.Position at, Map<String, String> secrets) {
        granted.declared("secrets", source, at).ifPresent(content -> secrets.put(id, content));
    }

    Map<String, String> ssh() {
        Map<String, String> ssh = new HashMap<>();
        Optional<Yaml> value = build.take("ssh");
        if (value.isPresent() && value.get() instanceof Yaml.Mapping) {
            ssh.putAll(build.pairs("ssh", key -> Optional.of("")));
        } else {
            build.strings("ssh").forEach(line -> {
                String[] parts = line.split("=", 2);
                ssh.put(parts[0], parts.length == 2 ? parts[1] : "");
            });
        }
        Yaml.Position at = value.map(Yaml::at).orElse(build.at());
        ssh.replaceAll((id, path) -> path.isEmpty() ? "" : files.hostPath(path, at));
        ssh.forEach((id, path) -> {
            if (path.isEmpty() ? !id.equals("default") : !new File(path).exists()) {
                build.problem(
                        build.at("ssh"),
                        path.isEmpty()
                                ? "build.ssh '%s' needs a key: %s=PATH; only 'default' is this user's agent"
                                        .formatted(id, id)
                                : "build.ssh: no such file: %s".formatted(path));
            }
        });
        return ssh;
    }
}
