package io.archtest.scenarios.mastodon;

import io.archtest.scenarios.mastodon.MastodonHttp.Answer;
import java.util.Optional;

/** The last of several answers to the same question, for the message when the wait for another one was in vain. */
final class LastAnswer {
    private Optional<Answer> last = Optional.empty();

    Answer of(Answer answer) {
        last = Optional.of(answer);
        return answer;
    }

    String describe() {
        return last.map(Answer::describe).orElse("no answer");
    }
}
