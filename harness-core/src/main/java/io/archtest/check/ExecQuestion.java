package io.archtest.check;

import io.archtest.engine.EngineException;
import io.archtest.engine.ExecRequest;
import io.archtest.engine.ExecResult;
import io.archtest.environment.RunningComponent;
import io.archtest.model.Outcome;
import io.archtest.scenario.CheckDeclaration;
import java.time.Duration;
import java.util.Optional;

/** A command in a component, its exit code and what it says. */
final class ExecQuestion {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final CheckDeclaration.Exec exec;
    private final Vantages vantages;

    ExecQuestion(CheckDeclaration.Exec exec, Vantages vantages) {
        this.exec = exec;
        this.vantages = vantages;
    }

    Outcome ask(SystemUnderTest system) {
        RunningComponent component = vantages.environment().component(exec.component());
        Duration limit = Limits.scaled(exec.timeout().orElse(LIMIT), system);
        Findings findings = new Findings(vantages.redaction());
        CheckDeclaration.ExecCommand command = exec.command();
        ExecRequest request = new ExecRequest(
                command.words(), command.user().orElse(""), "", command.environment(), command.workingDirectory());
        ExecResult result;
        try {
            result = component.engine().exec(component.containerId(), request, limit);
        } catch (EngineException e) {
            if (e.reason() != EngineException.Reason.TIMED_OUT
                    || !component.engine().answers()) {
                throw e;
            }
            findings.differs(
                    "exit code %d within %s".formatted(exec.exit(), HttpQuestion.seconds(limit)), "still running then");
            return findings.outcome("", e.getMessage());
        }
        return judge(result, findings);
    }

    private Outcome judge(ExecResult result, Findings findings) {
        String both = result.output() + result.errorOutput();
        if (result.exitCode() != exec.exit()) {
            findings.differs(
                    "exit code %d".formatted(exec.exit()),
                    "exit code %d, output %s".formatted(result.exitCode(), findings.quoted(both)));
        }
        TextJudge judge = new TextJudge(findings);
        judge.judge("output", exec.output(), Optional.of(both));
        judge.judge("standard output", exec.standardOutput(), Optional.of(result.output()));
        judge.judge("standard error", exec.standardError(), Optional.of(result.errorOutput()));
        return findings.outcome("exit code %d, output %s".formatted(result.exitCode(), findings.quoted(both)), "");
    }
}
