package io.archtest.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archtest.cli.Diagnosis.Part;
import io.archtest.host.Doctor.Finding;
import io.archtest.host.Examination.Verdict;
import java.io.PrintWriter;
import java.util.List;

/** A diagnosis for people, and for programs. */
final class DiagnosisPrinter {
    private static final int WIDTH = 120;
    private static final String FORMAT = "%-4s %-20s %s";

    private final PrintWriter out;

    DiagnosisPrinter(PrintWriter out) {
        this.out = out;
    }

    void print(Diagnosis diagnosis) {
        diagnosis.host().forEach(this::print);
        for (Part part : diagnosis.parts()) {
            out.println("provider %s:".formatted(part.provider()));
            part.examination().findings().forEach(this::print);
            print(part.examination().verdicts());
        }
        out.println(diagnosis.summary());
        for (Part part : diagnosis.parts()) {
            if (!part.setup().isEmpty()) {
                out.println("'archtest setup --provider %s' would run:".formatted(part.provider()));
                part.setup().forEach(step -> out.println("  " + step.line()));
            }
        }
    }

    void print(List<Verdict> verdicts) {
        verdicts.forEach(verdict -> print(
                new Finding(verdict.ability().runs(), verdict.architecture().word(), verdict.detail(), "")));
    }

    /** Long details go on below themselves; a remedy stays in one piece, since one copies it. */
    private void print(Finding finding) {
        String line = FORMAT.formatted(mark(finding.good()), finding.subject(), "");
        String gap = "";
        for (String word : finding.detail().split(" ")) {
            if (line.length() + gap.length() + word.length() > WIDTH) {
                out.println(line);
                line = FORMAT.formatted("", "", "");
                gap = "  ";
            }
            line += gap + word;
            gap = " ";
        }
        String remedy = finding.remedy().isEmpty() ? "" : "  -> " + finding.remedy();
        if (line.length() + remedy.length() > WIDTH) {
            out.println(line);
            line = FORMAT.formatted("", "", "");
        }
        out.println(line + remedy);
    }

    private static String mark(boolean good) {
        return good ? "ok" : "!!";
    }

    void printJson(Diagnosis diagnosis) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode all = mapper.createObjectNode();
        ObjectNode host = all.putObject("host");
        host.put("operatingSystem", diagnosis.facts().operatingSystem());
        host.put("distribution", diagnosis.facts().distribution());
        host.put("architecture", diagnosis.facts().architecture().word());
        add(host.putArray("findings"), diagnosis.host());
        ArrayNode providers = all.putArray("providers");
        for (Part part : diagnosis.parts()) {
            ObjectNode provider = providers.addObject();
            provider.put("provider", part.provider());
            add(provider.putArray("findings"), part.examination().findings());
            ArrayNode architectures = provider.putArray("architectures");
            for (Verdict verdict : part.examination().verdicts()) {
                architectures
                        .addObject()
                        .put("architecture", verdict.architecture().word())
                        .put("ability", verdict.ability().word())
                        .put("detail", verdict.detail());
            }
            ArrayNode setup = provider.putArray("setup");
            part.setup().forEach(step -> setup.add(step.line()));
        }
        all.put("used", diagnosis.used());
        all.put("runsBoth", diagnosis.runsBoth().isPresent());
        diagnosis.runsBoth().ifPresent(provider -> all.put("runsBothBy", provider));
        try {
            out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of text and numbers is always JSON", e);
        }
    }

    private static void add(ArrayNode array, List<Finding> findings) {
        for (Finding finding : findings) {
            array.addObject()
                    .put("good", finding.good())
                    .put("subject", finding.subject())
                    .put("detail", finding.detail())
                    .put("remedy", finding.remedy());
        }
    }
}
