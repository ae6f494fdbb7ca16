package io.archtest.profile.colima;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.host.HostSystem;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramsTest {
    private static final Map<String, String> SHELL = Map.of(
            "PATH", "/usr/bin:/bin",
            "HOME", "/home/me",
            "DOCKER_HOST", "tcp://elsewhere:1",
            "LIMA_HOME", "/elsewhere",
            "https_proxy", "http://proxy:3128");

    @Test
    void onMacOsHomebrewsFoldersAreFoundWithoutALoginShell() {
        assertThat(new Programs(SHELL, system("Mac OS X"), false).environment())
                .containsEntry("PATH", "/opt/homebrew/bin:/usr/local/bin:/usr/bin:/bin");
    }

    @Test
    void onlyWhatIsNeededIsHandedOn() {
        assertThat(new Programs(SHELL, system("Linux"), false).environment())
                .isEqualTo(Map.of("PATH", "/usr/bin:/bin", "HOME", "/home/me"));
    }

    @Test
    void proxiesAreHandedOnOnRequest() {
        assertThat(new Programs(SHELL, system("Linux"), true).environment())
                .containsEntry("https_proxy", "http://proxy:3128");
    }

    private static HostSystem system(String name) {
        return new HostSystem(Path.of("/"), name, "", "aarch64", "me");
    }
}
