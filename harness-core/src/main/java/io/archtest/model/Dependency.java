package io.archtest.model;

/** {@code depends_on}: when another component has reached {@code condition}, this one may start. */
public record Dependency(ComponentName on, Condition condition, boolean required) {

    /** The Compose Specification's three conditions. */
    public enum Condition {
        STARTED("service_started"),
        HEALTHY("service_healthy"),
        COMPLETED("service_completed_successfully");

        private final String word;

        Condition(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
