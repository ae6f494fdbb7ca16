package io.archtest.scenarios.mail;

import io.archtest.check.SystemUnderTest;
import io.archtest.engine.ExecResult;
import io.archtest.model.Architecture;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A sender, Postfix and a catcher; nothing changes while one waits, so a wait is one attempt. */
final class RelaySystem implements SystemUnderTest {
    final Map<String, String> variables =
            new HashMap<>(Map.of("ALLOWED_SENDER_DOMAINS", "relay.test", "POSTFIX_myhostname", "postfix.relay.test"));
    private final ScriptedMail mail;
    /** What the catcher's log and curl would make of a mail's text. */
    boolean garbled;

    /** curl's own end, instead of sending. */
    Optional<ExecResult> curl = Optional.empty();

    RelaySystem(ScriptedMail mail) {
        this.mail = mail;
    }

    @Override
    public List<String> components() {
        return List.of("sender", "postfix", "mailpit");
    }

    @Override
    public Endpoint endpoint(String component, int port) {
        return new Endpoint("127.0.0.1", mail.port());
    }

    @Override
    public Architecture architecture(String component) {
        return Architecture.X86_64;
    }

    @Override
    public Optional<String> environment(String component, String variable) {
        return Optional.ofNullable(variables.get(variable));
    }

    @Override
    public List<String> commandLine(String component) {
        return List.of();
    }

    /** curl in a shell: message, limit, address, sender and recipient are the words after the script and its name. */
    @Override
    public ExecResult exec(String component, Duration limit, String... command) {
        if (curl.isPresent()) {
            return curl.get();
        }
        String text = command[4].substring(command[4].indexOf("\r\n\r\n")).strip();
        Optional<String> refusal = mail.take(component, command[7], command[8], garbled ? "?" : text);
        return refusal.map(words -> new ExecResult(
                        55, "", "> RCPT TO:<%s>%n< %s%ncurl: (55) RCPT failed: 554".formatted(command[8], words)))
                .orElse(new ExecResult(0, "", "< 250 2.0.0 Ok: queued"));
    }

    @Override
    public List<String> log(String component) {
        return mail.log;
    }

    @Override
    public double slowness(String component) {
        return 1;
    }

    @Override
    public <T> T without(List<String> components, Callable<T> question) throws Exception {
        mail.down = components.equals(List.of("mailpit"));
        try {
            return question.call();
        } finally {
            mail.back();
        }
    }

    @Override
    public <T> Optional<T> await(Duration limit, Callable<Optional<T>> attempt) throws Exception {
        return attempt.call();
    }
}
