package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import io.archtest.model.Hook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code post_start} and {@code pre_stop}. */
final class HookReader {
    private final Fields service;
    private final ComposeFiles files;

    HookReader(Fields service, ComposeFiles files) {
        this.service = service;
        this.files = files;
    }

    List<Hook> read(String key) {
        List<Hook> hooks = new ArrayList<>();
        for (Yaml item : service.items(key)) {
            service.map(item, key).flatMap(fields -> hook(fields, key)).ifPresent(hooks::add);
        }
        return hooks;
    }

    private Optional<Hook> hook(Fields fields, String key) {
        Optional<List<String>> command = Commands.read(fields, "command");
        Optional<String> user = fields.text("user");
        boolean privileged = fields.flag("privileged").orElse(false);
        Optional<String> folder = fields.text("working_dir");
        var environment = fields.pairs("environment", files::variable);
        fields.finish();
        if (command.isEmpty() || command.get().isEmpty()) {
            fields.problem(fields.at("command"), "a hook in %s needs a 'command'".formatted(key));
            return Optional.empty();
        }
        return Optional.of(new Hook(command.get(), user, privileged, folder, environment));
    }
}
