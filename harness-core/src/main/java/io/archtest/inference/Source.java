package io.archtest.inference;

import io.archtest.compose.Yaml;
import java.util.List;

/** A place in the file and the hosts that it names. */
record Source(String what, Yaml.Position at, List<Mention> mentions) {
    Source {
        mentions = List.copyOf(mentions);
    }
}
