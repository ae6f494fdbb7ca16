package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads {@code security_opt}. A seccomp profile is a file of this host, whose content the engine is sent. */
final class SecurityOptions {
    private static final String SECCOMP = "seccomp";
    private static final Set<String> NO_FILE = Set.of("unconfined", "builtin");

    private final Fields service;
    private final ComposeFiles files;

    SecurityOptions(Fields service, ComposeFiles files) {
        this.service = service;
        this.files = files;
    }

    List<String> read() {
        List<String> options = new ArrayList<>();
        for (Yaml item : service.items("security_opt")) {
            service.text(item, "security_opt").ifPresent(text -> {
                String profile = text.matches(SECCOMP + "[=:].+") ? text.substring(SECCOMP.length() + 1) : "";
                if (profile.isEmpty() || NO_FILE.contains(profile)) {
                    options.add(profile.isEmpty() ? text : SECCOMP + "=" + profile);
                } else {
                    files.read(profile, item.at()).ifPresent(content -> options.add(SECCOMP + "=" + content));
                }
            });
        }
        return options;
    }
}
