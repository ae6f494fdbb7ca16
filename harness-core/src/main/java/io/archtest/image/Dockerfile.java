package io.archtest.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Dockerfile as far as archtest looks into it: which instruction stands on which line. The engine's BuildKit reads it for
 * itself.
 */
final class Dockerfile {
    private static final Pattern ESCAPE = Pattern.compile("#\\s*escape\\s*=\\s*(\\S)\\s*");
    private static final Pattern DIRECTIVE = Pattern.compile("#\\s*[A-Za-z]+\\s*=.*");
    private static final Pattern HEREDOC = Pattern.compile("<<-?([\"']?)([A-Za-z_][A-Za-z0-9_]*)\\1");
    private static final List<String> WITH_HEREDOC = List.of("RUN", "COPY", "ADD");
    /** What BuildKit counts as {@code [2/5]}; the first is FROM itself. */
    private static final List<String> STEPS = List.of("RUN", "COPY", "ADD", "WORKDIR");

    /**
     * One instruction.
     *
     * @param line where it begins, counted from 1
     * @param text all of it in one line, without the lines of a here-document
     */
    record Instruction(int line, String keyword, String text) {
        /** What follows the keyword. */
        String rest() {
            return text.substring(Math.min(keyword.length(), text.length())).strip();
        }
    }

    private final List<String> lines;
    private final List<Instruction> instructions = new ArrayList<>();
    private boolean heredocs;

    private Dockerfile(String text) {
        this.lines = text.lines().toList();
    }

    static Dockerfile parse(String text) {
        Dockerfile dockerfile = new Dockerfile(text);
        dockerfile.read();
        return dockerfile;
    }

    List<Instruction> instructions() {
        return instructions;
    }

    List<String> lines() {
        return lines;
    }

    boolean hasHeredocs() {
        return heredocs;
    }

    private void read() {
        String escape = escape();
        int next = 0;
        while (next < lines.size()) {
            String line = lines.get(next).strip();
            int begin = next++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            StringBuilder text = new StringBuilder();
            while (line.endsWith(escape) && next < lines.size()) {
                text.append(line, 0, line.length() - escape.length());
                line = lines.get(next++).strip();
                // comments and empty lines within an instruction are passed over
                while ((line.startsWith("#") || line.isEmpty()) && next < lines.size()) {
                    line = lines.get(next++).strip();
                }
            }
            text.append(line);
            Instruction instruction = instruction(begin + 1, text.toString());
            instructions.add(instruction);
            next = afterHeredocs(instruction, next);
        }
    }

    /** Directives are comments before anything else. */
    private String escape() {
        for (String line : lines) {
            Matcher escape = ESCAPE.matcher(line.strip());
            if (escape.matches()) {
                return escape.group(1);
            }
            if (!DIRECTIVE.matcher(line.strip()).matches()) {
                break;
            }
        }
        return "\\";
    }

    private static Instruction instruction(int line, String text) {
        String keyword = text.split("\\s", 2)[0].toUpperCase(Locale.ROOT);
        return new Instruction(line, keyword, text);
    }

    private int afterHeredocs(Instruction instruction, int next) {
        if (!WITH_HEREDOC.contains(instruction.keyword())) {
            return next;
        }
        int after = next;
        Matcher heredoc = HEREDOC.matcher(instruction.text());
        while (heredoc.find()) {
            heredocs = true;
            while (after < lines.size() && !lines.get(after).strip().equals(heredoc.group(2))) {
                after++;
            }
            after++;
        }
        return Math.min(after, lines.size());
    }

    /**
     * The instruction that BuildKit calls {@code [stage 2/5] RUN ...}; nothing where the counts don't agree, as with a base
     * image whose ONBUILD adds some.
     *
     * @param stage its name or {@code stage-0}; empty where there is but one
     */
    Optional<Instruction> step(String stage, int number, int of, String text) {
        List<Instruction> found = new ArrayList<>();
        List<Instruction> steps = new ArrayList<>();
        int index = -1;
        boolean wanted = false;
        for (Instruction instruction : instructions) {
            if (instruction.keyword().equals("FROM")) {
                add(found, steps, number, of);
                index++;
                String name = instruction.rest().replaceFirst("(?i).*\\sas\\s+(\\S+)$", "$1");
                boolean named = !name.equals(instruction.rest());
                wanted = stage.isEmpty() || stage.equalsIgnoreCase(named ? name : "stage-" + index);
                steps.clear();
            }
            if (wanted && (steps.isEmpty() || STEPS.contains(instruction.keyword()))) {
                steps.add(instruction);
            }
        }
        add(found, steps, number, of);
        return found.stream()
                .filter(instruction -> text.toUpperCase(Locale.ROOT).startsWith(instruction.keyword()))
                .findFirst()
                .filter(only -> found.size() == 1);
    }

    private static void add(List<Instruction> found, List<Instruction> steps, int number, int of) {
        if (steps.size() == of && number >= 1 && number <= of) {
            found.add(steps.get(number - 1));
        }
    }
}
