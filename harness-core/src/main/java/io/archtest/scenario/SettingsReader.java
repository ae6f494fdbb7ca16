package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import io.archtest.model.ContainerSettings;
import io.archtest.model.NameResolution;
import io.archtest.model.Namespaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a service says of its container beyond process, limits, rights, mounts and networks. */
final class SettingsReader {
    private final Fields service;
    private final ComposeFiles files;

    SettingsReader(Fields service, ComposeFiles files) {
        this.service = service;
        this.files = files;
    }

    ContainerSettings read(boolean memoryLimited) {
        withoutEffect();
        SchedulingReader scheduling = new SchedulingReader(service);
        HookReader hooks = new HookReader(service, files);
        return new ContainerSettings(
                namespaces(),
                scheduling.read(memoryLimited),
                scheduling.blockIo(),
                new NameResolution(service.strings("dns"), service.strings("dns_search"), service.strings("dns_opt")),
                LoggingReader.read(service),
                service.text("runtime"),
                service.text("domainname"),
                service.flag("stdin_open").orElse(false),
                service.pairs("annotations", key -> Optional.of("")),
                service.map("storage_opt")
                        .map(fields -> service.pairs("storage_opt", key -> Optional.empty()))
                        .orElse(Map.of()),
                volumesFrom(),
                hooks.read("post_start"),
                hooks.read("pre_stop"),
                PullPolicyReader.read(service));
    }

    /** Their shape is still checked. */
    private void withoutEffect() {
        AttributeSupport.withoutEffectUnder("services.*").keySet().forEach(service::take);
        service.flag("attach");
        service.map("develop");
    }

    private Namespaces namespaces() {
        return new Namespaces(
                word("ipc", List.of("none", "private", "shareable", "host"), true),
                word("pid", List.of("host"), true),
                word("uts", List.of("host"), false),
                word("cgroup", List.of("host", "private"), false),
                service.text("cgroup_parent"),
                word("userns_mode", List.of("host"), false));
    }

    private Optional<String> word(String key, List<String> known, boolean ofService) {
        Optional<Yaml> value = service.take(key);
        Optional<String> word = service.text(key);
        boolean right = word.filter(text ->
                        known.contains(text) || (ofService && !service(text).isEmpty()))
                .isPresent();
        if (value.isPresent() && word.isPresent() && !right) {
            service.wrong(
                    value.get(),
                    key,
                    "must be %s%s".formatted(String.join(" or ", known), ofService ? " or service:NAME" : ""));
            return Optional.empty();
        }
        return word;
    }

    private static String service(String word) {
        return Namespaces.service(word).orElse("");
    }

    private List<ContainerSettings.VolumesFrom> volumesFrom() {
        List<ContainerSettings.VolumesFrom> others = new ArrayList<>();
        for (Yaml item : service.items("volumes_from")) {
            service.text(item, "volumes_from").ifPresent(text -> {
                String[] parts = text.split(":", 2);
                String access = parts.length == 2 ? parts[1] : "rw";
                if (parts[0].equals("container")) {
                    service.problem(
                            item.at(),
                            "volumes_from '%s' is not carried out: archtest touches nothing that it didn't start; name a service of this file"
                                    .formatted(text));
                } else if (access.equals("ro") || access.equals("rw")) {
                    others.add(new ContainerSettings.VolumesFrom(parts[0], access.equals("ro")));
                } else {
                    service.wrong(item, "volumes_from", "must be SERVICE, SERVICE:ro or SERVICE:rw");
                }
            });
        }
        return others;
    }
}
