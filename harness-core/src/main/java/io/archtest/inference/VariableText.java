package io.archtest.inference;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads addresses out of one variable, knowing the others beside it. */
final class VariableText {
    private VariableText() {}

    /** @param beside all variables, for {@code DB_PORT} beside {@code DB_HOST} */
    static List<Mention> find(String name, String value, Map<String, String> beside) {
        VariableName variable = VariableName.of(name);
        if (variable.never()) {
            return List.of();
        }
        Set<Mention> found = new LinkedHashSet<>();
        for (Mention mention : AddressText.find(value, variable.host())) {
            boolean doubtful = mention.implied() && mention.text().startsWith("http") && variable.forPeople();
            found.add(doubtful ? new Mention(mention.host(), Optional.empty(), true, mention.text()) : mention);
        }
        if (variable.host()) {
            String[] names = value.strip().split("[,;\\s]+");
            for (String host : names) {
                if (host.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
                    found.add(names.length == 1 ? withPort(host, variable, beside) : Mention.name(host));
                }
            }
        }
        return List.copyOf(found);
    }

    private static Mention withPort(String host, VariableName variable, Map<String, String> beside) {
        return beside.entrySet().stream()
                .filter(entry -> VariableName.of(entry.getKey()).portOf(variable))
                .flatMap(entry -> AddressText.number(entry.getValue().strip()).stream())
                .findFirst()
                .map(port -> Mention.address(host, port))
                .orElseGet(() -> Mention.name(host));
    }
}
