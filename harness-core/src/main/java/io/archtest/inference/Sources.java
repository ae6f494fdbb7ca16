package io.archtest.inference;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import io.archtest.model.Component;
import java.util.ArrayList;
import java.util.List;

/** All places of a service that may name another one, with where they stand. */
final class Sources {
    private Sources() {}

    /** In the order in which they convince: what a program is told directly comes before what only starts or watches it. */
    static List<Source> of(Component component, Fields service) {
        List<Source> sources = new ArrayList<>();
        component
                .process()
                .environment()
                .forEach((name, value) -> sources.add(new Source(
                        "environment " + name,
                        variable(service, name),
                        VariableText.find(name, value, component.process().environment()))));
        component
                .process()
                .entrypoint()
                .ifPresent(words ->
                        sources.add(new Source("entrypoint", service.at("entrypoint"), CommandText.find(words))));
        component
                .process()
                .command()
                .ifPresent(words -> sources.add(new Source("command", service.at("command"), CommandText.find(words))));
        component.files().forEach(file -> {
            String key = file.target().startsWith("/run/secrets/") ? "secrets" : "configs";
            sources.add(new Source(
                    "%s (%s)".formatted(key, file.target()), service.at(key), ConfigText.find(file.content())));
        });
        component
                .healthCheck()
                .filter(check -> !check.disabled())
                .ifPresent(check -> sources.add(
                        new Source("healthcheck", service.at("healthcheck"), CommandText.find(check.test()))));
        List<Mention> links = HostNames.linkTexts(service).stream()
                .map(text -> Mention.name(text.substring(text.indexOf(':') + 1)))
                .toList();
        sources.add(new Source("links", service.at("links"), links));
        return sources;
    }

    /** Where a variable stands: in a map, in a list, or in the files of {@code env_file}. */
    private static Yaml.Position variable(Fields service, String name) {
        Yaml.Entry entry = service.entries().get("environment");
        if (entry != null && entry.value() instanceof Yaml.Mapping map) {
            Yaml.Entry found = map.entries().get(name);
            if (found != null) {
                return found.keyAt();
            }
        }
        if (entry != null && entry.value() instanceof Yaml.Sequence list) {
            for (Yaml item : list.items()) {
                if (item instanceof Yaml.Scalar scalar
                        && (scalar.text().equals(name) || scalar.text().startsWith(name + "="))) {
                    return scalar.at();
                }
            }
        }
        return service.entries().containsKey("env_file") ? service.at("env_file") : service.at("environment");
    }
}
