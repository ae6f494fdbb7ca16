package io.archtest.profile;

import java.time.Duration;

/** Is told what is done to profiles, for people; called from several threads. */
public interface ProfileListener {
    /** For those who don't want to know. */
    ProfileListener SILENT = new ProfileListener() {
        @Override
        public void working(String profile, String phase, String lastLine, Duration elapsed) {}

        @Override
        public void notice(String line) {}
    };

    /**
     * Something long is under way; repeated while nothing changes.
     *
     * @param phase the tool's own word for what it does
     * @param lastLine of its log
     */
    void working(String profile, String phase, String lastLine, Duration elapsed);

    /** Something that a person should know, such as that a profile that was found is used. */
    void notice(String line);
}
