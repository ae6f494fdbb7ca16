package io.archtest.cli;

import io.archtest.environment.Snapshot;
import io.archtest.model.InvalidRequestException;
import io.archtest.run.KeptStack;
import java.util.List;
import java.util.stream.Collectors;

/** Which components of which kept stack are meant: {@code [STACK] COMPONENT...}. */
record KeptParts(KeptStack stack, List<Snapshot.Member> members) {

    /**
     * The first word is a stack's name if one is called so and more words follow, or no component of the only stack is.
     *
     * @param otherwise what else can be done where none is up; for messages
     * @throws InvalidRequestException when there is no such stack or component, saying which there are
     */
    static KeptParts of(List<KeptStack> running, List<String> words, String otherwise) {
        if (running.isEmpty()) {
            throw new InvalidRequestException("No stack is up. Start one with 'archtest up'" + otherwise);
        }
        List<KeptStack> named = running.stream()
                .filter(stack -> !words.isEmpty() && stack.name().equals(words.get(0)))
                .toList();
        boolean component = running.size() == 1
                && words.size() == 1
                && running.get(0).snapshot().members().stream()
                        .anyMatch(member -> member.name().equals(words.get(0)));
        if (!named.isEmpty() && !component) {
            return within(named.get(0), words.subList(1, words.size()));
        }
        if (running.size() > 1) {
            String names = running.stream().map(KeptStack::name).collect(Collectors.joining(", "));
            throw new InvalidRequestException(
                    words.isEmpty()
                            ? "Which stack? Up are: %s".formatted(names)
                            : "No stack '%s' is up; up are: %s. Name the stack first".formatted(words.get(0), names));
        }
        return within(running.get(0), words);
    }

    private static KeptParts within(KeptStack stack, List<String> names) {
        List<Snapshot.Member> all = stack.snapshot().members();
        List<String> known = all.stream().map(Snapshot.Member::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new InvalidRequestException("No component '%s' in stack '%s'; there are: %s"
                        .formatted(name, stack.name(), String.join(", ", known)));
            }
        }
        return new KeptParts(
                stack,
                all.stream()
                        .filter(member -> names.isEmpty() || names.contains(member.name()))
                        .toList());
    }
}
