package io.archtest.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** What a {@link FakeEngine} was asked to do, and which of that fails. */
final class FakeCalls {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, RuntimeException> failures = new ConcurrentHashMap<>();

    /** Notes a call; throws if calls that begin so are to fail. */
    void add(String method, Object... subjects) {
        String call =
                (method + " " + Arrays.stream(subjects).map(String::valueOf).collect(Collectors.joining(" "))).strip();
        calls.add(call);
        failures.forEach((start, failure) -> {
            if (call.startsWith(start)) {
                throw failure;
            }
        });
    }

    List<String> all() {
        return List.copyOf(calls);
    }

    void fail(String start, RuntimeException failure) {
        failures.put(start, failure);
    }

    boolean fails(String start) {
        return failures.containsKey(start);
    }

    void recover() {
        failures.clear();
    }
}
