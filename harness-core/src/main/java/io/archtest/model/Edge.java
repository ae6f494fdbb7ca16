package io.archtest.model;

/** "Component {@code from} talks to port {@code port} of component {@code to}". */
public record Edge(ComponentName from, ComponentName to, int port) {
    @Override
    public String toString() {
        return "%s -> %s:%d".formatted(from, to, port);
    }
}
