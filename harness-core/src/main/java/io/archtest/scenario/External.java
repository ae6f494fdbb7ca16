package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;

/** {@code external: false} says what is so anyway; anything else names what archtest didn't start. */
final class External {
    private External() {}

    /** Whether it is something foreign; the key is left untaken then, for the refusal by name. */
    static boolean foreign(Fields fields) {
        Yaml.Entry entry = fields.entries().get("external");
        if (entry == null) {
            return false;
        }
        if (entry.value() instanceof Yaml.Scalar scalar
                && (scalar.missing() || scalar.text().equals("false"))) {
            fields.take("external");
            return false;
        }
        return true;
    }
}
