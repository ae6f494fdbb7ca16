package io.archtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.Mount;
import io.archtest.model.MountOptions;
import io.archtest.model.VolumeSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mounts in the short and the long syntax. */
class MountReadingTest {
    private static final String VOLUMES =
            "volumes: { data: { driver: local, driver_opts: { type: tmpfs, device: tmpfs }, labels: [a=b] } }";
    private static final VolumeSettings DATA =
            new VolumeSettings(Map.of("type", "tmpfs", "device", "tmpfs"), Map.of("a", "b"));

    @TempDir
    Path folder;

    private ServiceFixture file;

    @BeforeEach
    void file() {
        file = new ServiceFixture(folder);
    }

    @Test
    void hostPathsAreRelativeToTheFileOrTheHomeFolder() {
        assertThat(mount("./html:/srv:ro")).isEqualTo(bind(folder.resolve("html"), true, none(true)));
        assertThat(mount("~/html:/srv")).isEqualTo(bind(Path.of("/home/me/html"), false, none(true)));
        assertThat(mount("/html:/srv:rw,z,rslave"))
                .isEqualTo(bind(
                        Path.of("/html"),
                        false,
                        new MountOptions(
                                true,
                                Optional.of("z"),
                                Optional.of("rslave"),
                                false,
                                VolumeSettings.none(),
                                Optional.empty(),
                                Optional.empty())));
        assertThat(file.problems("volumes: ['./a:/b:fast']")).contains("unknown access mode 'fast'");
    }

    @Test
    void bindsHaveTheirOptions() {
        assertThat(mount("""
                { type: bind, source: html, target: /srv, read_only: true,
                  bind: { create_host_path: false, propagation: rshared, selinux: Z }, consistency: cached }"""))
                .isEqualTo(bind(
                        folder.resolve("html"),
                        true,
                        new MountOptions(
                                false,
                                Optional.of("Z"),
                                Optional.of("rshared"),
                                false,
                                VolumeSettings.none(),
                                Optional.empty(),
                                Optional.empty())));
        assertThat(mount("{ type: bind, source: ./html, target: /srv }")
                        .options()
                        .createHostPath())
                .isTrue();
        assertThat(mount("{ type: bind, source: ./html, target: /srv, bind: { propagation: private } }")
                        .options()
                        .createHostPath())
                .isTrue();
        assertThat(file.problems("volumes: [{ type: bind, target: /srv }]")).contains("needs 'source'");
    }

    @Test
    void namedVolumesCarryWhatTheFileSaysOfThem() {
        for (String text : new String[] {
            "data:/srv:nocopy", "{ type: volume, source: data, target: /srv, volume: { nocopy: true } }"
        }) {
            Mount mount = mount(text);
            assertThat(mount.source()).contains("data");
            assertThat(mount.options().noCopy()).isTrue();
            assertThat(mount.options().volume()).isEqualTo(DATA);
        }
        assertThat(file.problems("volumes: ['other:/srv']")).contains("volume 'other' is not declared");
    }

    @Test
    void volumesWithoutNameAreTheContainersOwn() {
        assertThat(mount("/srv"))
                .isEqualTo(new Mount(Mount.Type.VOLUME, Optional.empty(), "/srv", false, Optional.empty()));
        assertThat(mount("{ type: volume, target: /srv, volume: { labels: { a: b } } }")
                        .options()
                        .volume()
                        .labels())
                .isEqualTo(Map.of("a", "b"));
        assertThat(file.problems("volumes: [srv]")).contains("must be absolute; found 'srv'");
    }

    @Test
    void temporaryFileSystemsHaveTheirOptions() {
        Mount mount = mount("{ type: tmpfs, target: /srv, tmpfs: { size: 1m, mode: 0755 } }");
        assertThat(mount.sizeBytes()).contains(1L << 20);
        assertThat(mount.options().mode()).contains(0755);
        assertThat(file.web("tmpfs: [/run, '/data:mode=755,uid=1009']").mounts())
                .extracting(one -> one.options().tmpfs())
                .containsExactly(Optional.empty(), Optional.of("mode=755,uid=1009"));
        assertThat(file.web("tmpfs: /run").mounts()).containsExactly(Mount.tmpfs("/run"));
    }

    @Test
    void otherKindsAreRefused() {
        for (String type : new String[] {"image", "npipe", "cluster"}) {
            assertThat(file.problems("volumes: [{ type: %s, source: a, target: /srv }]".formatted(type)))
                    .contains("compose.yaml:5:17: volume type '%s' is not carried out".formatted(type));
        }
    }

    @Test
    void foreignVolumesAreRefused() {
        assertThat(file.problems("", "volumes: { data: { external: true } }"))
                .contains("key 'external' in compose.yaml.volumes.data", "archtest touches nothing");
        assertThat(file.problems("", "volumes: { data: { external: false, name: mine } }"))
                .isEmpty();
        assertThat(file.problems("", "volumes: { data: { driver: rclone } }"))
                .contains("volume driver 'rclone' is not carried out");
    }

    private Mount mount(String text) {
        String item = text.startsWith("{") ? text : "'" + text + "'";
        return file.web("volumes: [%s]".formatted(item), VOLUMES).mounts().get(0);
    }

    private static Mount bind(Path source, boolean readOnly, MountOptions options) {
        return new Mount(Mount.Type.BIND, Optional.of(source.toString()), "/srv", readOnly, Optional.empty(), options);
    }

    private static MountOptions none(boolean createHostPath) {
        return new MountOptions(
                createHostPath,
                Optional.empty(),
                Optional.empty(),
                false,
                VolumeSettings.none(),
                Optional.empty(),
                Optional.empty());
    }
}
