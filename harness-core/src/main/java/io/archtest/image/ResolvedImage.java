package io.archtest.image;

import io.archtest.engine.ImageFacts;

/**
 * The image that a component runs from, on one engine and for one architecture.
 *
 * @param reference as the scenario names it
 * @param standIn whether it only stands in for the real software
 * @param software one line on what is inside, for packaged and built images; empty else
 */
public record ResolvedImage(String reference, ImageFacts facts, Origin origin, boolean standIn, String software) {

    /** Where it was had from. */
    public enum Origin {
        REGISTRY("registry"),
        PACKAGED("packaged"),
        LOCAL("local"),
        /** From source, for this run. */
        BUILT("built");

        private final String word;

        Origin(String word) {
            this.word = word;
        }

        /** The word in reports. */
        public String word() {
            return word;
        }
    }
}
