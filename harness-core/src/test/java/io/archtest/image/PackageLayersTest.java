package io.archtest.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.Architecture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageLayersTest {
    @TempDir
    Path folder;

    private int unpacked;

    @Test
    void aLayerIsMadeOnce() {
        assertThat(layer()).isEqualTo(layer());
        assertThat(unpacked).isOne();
    }

    /** Else no engine would load what is made of it, in this run and all later ones. */
    @ParameterizedTest
    @ValueSource(strings = {"", "b2f72f81"})
    void aDigestThatAFullDiskCutShortIsMadeAnew(String left) throws IOException {
        PackageLayers.Layer whole = layer();
        Files.writeString(folder.resolve(whole.tar().getFileName() + ".sha256"), left);

        assertThat(layer()).isEqualTo(whole);
    }

    private PackageLayers.Layer layer() {
        return new PackageLayers(folder, new OneFile()).layer(List.of("base-files"), Architecture.ARM64, line -> {});
    }

    /** Packages with one short file in them. */
    private final class OneFile implements Unpacker {
        @Override
        public String suite() {
            return "bookworm";
        }

        @Override
        public void unpack(List<String> packages, Architecture architecture, Path tar, Consumer<String> progress) {
            unpacked++;
            try {
                Files.writeString(tar, "content");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
