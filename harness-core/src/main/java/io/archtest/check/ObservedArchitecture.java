package io.archtest.check;

import io.archtest.engine.Execution;
import java.util.List;

/**
 * What a component really runs on, by four independent facts.
 *
 * @param manifest the image config's word, in archtest's spelling where it is one of the two
 * @param elf architecture of every executable, interpreter and libc that was found, as {@code path: architecture}
 * @param uname what {@code uname -m} said inside; empty where it could not be asked
 * @param execution how the engine executes its first process
 */
public record ObservedArchitecture(String manifest, List<String> elf, String uname, Execution execution) {
    public ObservedArchitecture {
        elf = List.copyOf(elf);
    }
}
