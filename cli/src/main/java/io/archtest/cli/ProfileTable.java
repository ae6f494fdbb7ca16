package io.archtest.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archtest.profile.ProfileStatus;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Profiles for people, and for programs. */
final class ProfileTable {
    private static final double GIB = 1L << 30;

    private final PrintWriter out;

    ProfileTable(PrintWriter out) {
        this.out = out;
    }

    void print(List<ProfileStatus> statuses, boolean json) {
        if (json) {
            printJson(statuses);
            return;
        }
        String format = "%-20s %-8s %-7s %-16s %4s %8s %8s  %-9s %-9s %s";
        out.println(format.formatted(
                        "PROFILE",
                        "PROVIDER",
                        "ARCH",
                        "STATE",
                        "CPUS",
                        "MEMORY",
                        "DISK",
                        "EXECUTES",
                        "OWNER",
                        "ENDPOINT")
                .stripTrailing());
        for (ProfileStatus status : statuses) {
            out.println(format.formatted(
                    status.name(),
                    status.provider(),
                    status.architecture().map(Object::toString).orElse("-"),
                    status.state(),
                    status.cpus().isPresent() ? status.cpus().getAsInt() : "-",
                    gib(status.memoryBytes()),
                    gib(status.diskBytes()),
                    status.execution().word(),
                    status.owner(),
                    status.endpoint()));
            if (!status.detail().isEmpty()) {
                out.println("    " + status.detail());
            }
        }
    }

    private static String gib(OptionalLong bytes) {
        return bytes.isPresent() ? String.format(Locale.ROOT, "%.1fGiB", bytes.getAsLong() / GIB) : "-";
    }

    private void printJson(List<ProfileStatus> statuses) {
        ObjectMapper mapper = new ObjectMapper();
        ArrayNode all = mapper.createArrayNode();
        for (ProfileStatus status : statuses) {
            ObjectNode node = all.addObject();
            node.put("name", status.name());
            node.put("provider", status.provider());
            status.architecture().ifPresent(known -> node.put("architecture", known.word()));
            node.put("state", status.state().name());
            status.cpus().ifPresent(cpus -> node.put("cpus", cpus));
            status.memoryBytes().ifPresent(bytes -> node.put("memoryBytes", bytes));
            status.diskBytes().ifPresent(bytes -> node.put("diskBytes", bytes));
            node.put("endpoint", status.endpoint());
            node.put("execution", status.execution().word());
            node.put("owner", status.owner());
            node.put("detail", status.detail());
        }
        try {
            out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of text and numbers is always JSON", e);
        }
    }
}
