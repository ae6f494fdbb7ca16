package io.archtest.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptSourcesTest {
    private static final String DEBIAN = """
            Types: deb
            # a comment
            URIs: http://mirror.example/debian
            Suites: bookworm bookworm-updates bookworm-backports
            Components: main
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
            """;

    @TempDir
    Path root;

    @Test
    void theDistributionsSuitesAreTakenWithTheirKey() throws IOException {
        host("debian", "bookworm");
        write("sources.list.d/debian.sources", DEBIAN);

        assertThat(sources(Architecture.ARM64)).isEqualTo("""
                        Types: deb
                        URIs: http://mirror.example/debian
                        Suites: bookworm bookworm-updates
                        Components: main
                        Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
                        """);
    }

    @Test
    void thirdPartiesAreLeftOutEvenInTheDistributionsOwnFile() throws IOException {
        host("debian", "bookworm");
        write("sources.list", """
                deb [check-valid-until=no] http://mirror.example/debian bookworm main # the distribution
                deb http://database.example/repos/apt bookworm-pgdg main
                deb http://cloud.example/apt cloud-sdk-bookworm main
                deb [signed-by=/etc/apt/keyrings/them.gpg] http://them.example/debian bookworm main
                deb-src http://mirror.example/source bookworm main
                """);
        write("sources.list.d/off.sources", DEBIAN.replace("mirror.example", "off.example") + "Enabled: no\n");

        assertThat(sources(Architecture.X86_64))
                .contains("http://mirror.example/debian", "Check-Valid-Until: no")
                .doesNotContain("database.example", "cloud.example", "them.example", "/source", "off.example");
    }

    @Test
    void anEntryForTheArchitectureIsPreferredToOneForAnother() throws IOException {
        host("debian", "bookworm");
        write("sources.list", """
                deb [arch=amd64] http://intel.example/debian bookworm main
                deb [arch=arm64] http://arm.example/debian bookworm main
                """);

        assertThat(sources(Architecture.ARM64))
                .contains("arm.example")
                .doesNotContain("intel.example", "Architectures");
    }

    @Test
    void theOnlyEntryServesBothArchitecturesThoughTheHostWantsOne() throws IOException {
        host("debian", "bookworm");
        write("sources.list", "deb [arch=amd64] http://intel.example/debian bookworm main\n");

        assertThat(sources(Architecture.ARM64)).contains("intel.example").doesNotContain("amd64");
    }

    @Test
    void ubuntuHasItsOtherArchitecturesElsewhere() throws IOException {
        host("ubuntu", "noble");
        write("sources.list", """
                deb http://eu-west-1.ec2.archive.ubuntu.com/ubuntu/ noble main universe
                deb http://security.ubuntu.com/ubuntu noble-security main universe
                deb http://ppa.launchpadcontent.net/someone/thing/ubuntu noble main
                """);

        assertThat(sources(Architecture.X86_64))
                .contains("ec2.archive.ubuntu.com")
                .doesNotContain("ports", "launchpad");
        assertThat(sources(Architecture.ARM64))
                .contains("URIs: http://ports.ubuntu.com/ubuntu-ports\nSuites: noble\n")
                .doesNotContain("archive", "launchpad");
    }

    @Test
    void ubuntusListOfMirrorsIsFollowed() throws IOException {
        host("ubuntu", "noble");
        write("apt-mirrors.txt", "http://azure.archive.ubuntu.com/ubuntu/\tpriority:1\n");
        write("sources.list", "deb mirror+file:/etc/apt/apt-mirrors.txt noble main\n");

        assertThat(sources(Architecture.ARM64)).contains("http://ports.ubuntu.com/ubuntu-ports");
        assertThat(sources(Architecture.X86_64)).contains("mirror+file:/etc/apt/apt-mirrors.txt");
    }

    @Test
    void aHostWithoutSourcesOfItsDistributionIsAnErrorWithTheWayOut() throws IOException {
        host("debian", "bookworm");
        write("sources.list", "deb http://them.example/apt stable main\n");

        assertThatThrownBy(() -> sources(Architecture.ARM64))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("for 'bookworm'")
                .hasMessageContaining("--images registry");
    }

    private String sources(Architecture architecture) throws IOException {
        return new AptSources(root).forArchitecture(architecture);
    }

    private void host(String id, String codename) throws IOException {
        Files.createDirectories(root.resolve("etc/apt/sources.list.d"));
        Files.writeString(root.resolve("etc/os-release"), "ID=%s\nVERSION_CODENAME=%s\n".formatted(id, codename));
    }

    private void write(String path, String text) throws IOException {
        Files.writeString(root.resolve("etc/apt").resolve(path), text);
    }
}
