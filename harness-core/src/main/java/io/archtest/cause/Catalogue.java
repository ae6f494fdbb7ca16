package io.archtest.cause;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All causes that have a name. */
public final class Catalogue {
    /** In the order of certainty, for evidence of the same weight. */
    private static final List<KnownCause> CAUSES = Stream.of(
                    EmulationCauses.ALL, EngineCauses.ALL, ConnectionCauses.ALL, ProgramCauses.ALL)
            .flatMap(List::stream)
            .toList();

    private Catalogue() {}

    /** Those that {@link #recognise} tells; {@link EmulatorFault} is told from several failures. */
    public static List<KnownCause> causes() {
        return CAUSES;
    }

    /** Told by an event, of which nothing is left in the container's facts. */
    public static Cause outOfMemory(String evidence) {
        return EngineCauses.OUT_OF_MEMORY.with(evidence);
    }

    /** The cause that counts most of those that show; nothing is guessed. */
    public static Optional<Cause> recognise(Symptoms symptoms) {
        for (Sign.Weight weight : Sign.Weight.values()) {
            Optional<Cause> found = weight == Sign.Weight.LOG
                    ? recognise(weight, symptoms.withoutChatter())
                    : recognise(weight, symptoms);
            if (found.isEmpty() && weight == Sign.Weight.HINT) {
                found = recognise(Sign.Weight.LOG, symptoms);
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Cause> recognise(Sign.Weight weight, Symptoms symptoms) {
        for (KnownCause cause : CAUSES) {
            Optional<Cause> found = cause.signs().stream()
                    .filter(sign -> sign.weight() == weight)
                    .map(sign -> sign.seen().apply(symptoms))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .map(cause::with);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
