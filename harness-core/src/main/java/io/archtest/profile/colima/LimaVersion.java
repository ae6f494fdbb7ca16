package io.archtest.profile.colima;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code limactl} of a host is, as far as it matters.
 *
 * @param installed whether there is one; a new one would be new enough
 * @param answer what it printed when asked for its version; none where it failed
 */
record LimaVersion(boolean installed, Optional<String> answer) {
    private static final Pattern RELEASE = Pattern.compile("version v?(\\d+)\\.(\\d+)");
    private static final Pattern OTHER = Pattern.compile("version (\\S+)");

    static LimaVersion of(Installed programs, Map<String, String> answers) {
        return new LimaVersion(programs.has("limactl"), Optional.ofNullable(answers.get("limactl")));
    }

    /**
     * From 2.2 on QEMU emulates on a Mac without a hypervisor; older ones die of it (lima-vm/lima#5133). A build of the newest
     * sources is newer than all releases; what doesn't tell counts as too old.
     */
    boolean tooOldToEmulateAll() {
        if (!installed) {
            return false;
        }
        Matcher release = RELEASE.matcher(answer.orElse(""));
        if (release.find()) {
            int major = Integer.parseInt(release.group(1));
            return major < 2 || (major == 2 && Integer.parseInt(release.group(2)) < 2);
        }
        return !OTHER.matcher(answer.orElse("")).find();
    }

    @Override
    public String toString() {
        Matcher matcher = OTHER.matcher(answer.orElse(""));
        return matcher.find() ? matcher.group(1) : "unknown";
    }
}
