package io.archtest.matrix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archtest.matrix.JobMatrix.Job;
import io.archtest.matrix.JobMatrix.Skipped;
import io.archtest.model.Architecture;
import io.archtest.model.InvalidRequestException;

/** A matrix as text. The names in it are part of archtest's contract. */
public final class MatrixWriter {
    static final String SCHEMA = "archtest-matrix/1";

    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * Without a newline at the end. All of it is JSON, which GitLab reads as YAML.
     *
     * @throws InvalidRequestException when the service would refuse that many jobs
     */
    public String write(JobMatrix matrix, MatrixFormat format) {
        return switch (format) {
            case GITHUB -> text(gitHub(matrix), false);
            case GITLAB -> text(gitLab(matrix), true);
            case JSON -> text(everything(matrix), true);
        };
    }

    /** One line, since a step's output is one, for {@code strategy.matrix: fromJSON(...)}. */
    private ObjectNode gitHub(JobMatrix matrix) {
        refuseTooMany(CiService.GITHUB, "the matrix", matrix.jobs().size());
        ObjectNode root = mapper.createObjectNode();
        ArrayNode include = root.putArray("include");
        for (Job job : matrix.jobs()) {
            ObjectNode node = include.addObject();
            describe(node, job);
            node.put("experimental", job.lane().tier() == Tier.SMOKE);
        }
        return root;
    }

    /**
     * A child pipeline. A job's {@code timeout} and the number of its {@code tags} can't be variables, so there is a job with
     * a matrix of its own for each lane and time; they extend what the template brings.
     */
    private ObjectNode gitLab(JobMatrix matrix) {
        ObjectNode root = mapper.createObjectNode();
        for (Job job : matrix.jobs()) {
            String name = "archtest %s %dm".formatted(job.lane().name(), job.timeoutMinutes());
            ObjectNode group = root.withObjectProperty(name);
            if (group.isEmpty()) {
                group.put("extends", job.lane().mac() ? ".archtest-mac" : ".archtest-linux");
                job.lane().labels().forEach(group.putArray("tags")::add);
                group.put("timeout", job.timeoutMinutes() + " minutes");
                if (job.lane().tier() == Tier.SMOKE) {
                    group.put("allow_failure", true);
                }
            }
            ArrayNode jobs = group.withObjectProperty("parallel").withArrayProperty("matrix");
            ObjectNode variables = jobs.addObject();
            variables.put("ARCHTEST_SCENARIO", job.scenario());
            variables.put("ARCHTEST_PLACEMENT", job.placement());
            variables.put("ARCHTEST_LANE", job.lane().name());
            variables.put("ARCHTEST_PROVIDER", job.lane().provider());
            variables.put("ARCHTEST_ARTIFACT", job.artifact());
            if (!job.options().isEmpty()) {
                variables.put("ARCHTEST_OPTIONS", job.options());
            }
            refuseTooMany(CiService.GITLAB, "'%s'".formatted(name), jobs.size());
        }
        return root;
    }

    private static void refuseTooMany(CiService service, String what, int jobs) {
        if (jobs > service.mostJobs()) {
            throw new InvalidRequestException(
                    "%s would have %d jobs or more, and %s takes %d in one. Ask for fewer scenarios or placements, or choose with --runner"
                            .formatted(what, jobs, service.word(), service.mostJobs()));
        }
    }

    private ObjectNode everything(JobMatrix matrix) {
        ObjectNode root = mapper.createObjectNode();
        root.put("schema", SCHEMA);
        root.put("day", matrix.day().toString());
        ArrayNode jobs = root.putArray("jobs");
        for (Job job : matrix.jobs()) {
            ObjectNode node = jobs.addObject();
            node.put("ci", job.lane().service().word());
            describe(node, job);
            node.put("architecture", job.lane().architecture().word());
            ObjectNode executes = node.putObject("executes");
            for (Architecture architecture : Architecture.values()) {
                executes.put(
                        architecture.word(), job.lane().execution(architecture).word());
            }
            job.lane().ends().ifPresent(month -> node.put("runnerEnds", month.toString()));
        }
        ArrayNode skipped = root.putArray("skipped");
        matrix.skipped().forEach(each -> describe(skipped.addObject(), each));
        return root;
    }

    private static void describe(ObjectNode node, Job job) {
        node.put("name", job.name());
        node.put("lane", job.lane().name());
        job.lane().labels().forEach(node.putArray("runner")::add);
        node.put("scenario", job.scenario());
        node.put("placement", job.placement());
        node.put("provider", job.lane().provider());
        node.put("options", job.options());
        node.put("tier", job.lane().tier().word());
        node.put("timeout", job.timeoutMinutes());
        node.put("artifact", job.artifact());
    }

    private static void describe(ObjectNode node, Skipped skipped) {
        node.put("ci", skipped.lane().service().word());
        node.put("lane", skipped.lane().name());
        skipped.scenario().ifPresent(name -> node.put("scenario", name));
        skipped.placement().ifPresent(name -> node.put("placement", name));
        node.put("provider", skipped.lane().provider());
        node.put("tier", skipped.lane().tier().word());
        node.put("reason", skipped.reason().code());
        node.put("sentence", skipped.sentence());
    }

    private String text(JsonNode node, boolean forPeople) {
        try {
            return forPeople
                    ? mapper.writerWithDefaultPrettyPrinter().writeValueAsString(node)
                    : mapper.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of text and numbers is always JSON", e);
        }
    }
}
