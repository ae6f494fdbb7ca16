package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.ShellWords;
import io.archtest.compose.Yaml;
import java.util.List;
import java.util.Optional;

/** Commands in their two forms: one text that is split by the shell's rules for quotes, or a list of words. */
final class Commands {
    private Commands() {}

    /** Nothing where there is none or null, which is the image's; an empty text or list takes the image's away. */
    static Optional<List<String>> read(Fields fields, String key) {
        Optional<Yaml> value = fields.take(key);
        if (value.isPresent() && value.get() instanceof Yaml.Scalar) {
            return fields.parsed(value.get(), key, ShellWords::split);
        }
        return value.map(list -> fields.strings(key));
    }
}
