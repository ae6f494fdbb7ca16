package io.archtest.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    @Test
    void theNewOneStandsInThePlaceOfTheEarlierOneAndNothingBesideIt() throws IOException {
        Path file = folder.resolve("a.json");
        WholeFile.write(file, "earlier, and longer".getBytes(UTF_8));
        WholeFile.write(file, "new".getBytes(UTF_8));

        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("a.json");
    }

    @Test
    void whatCanNotBeWrittenLeavesTheEarlierOneAndNothingBesideIt() throws IOException {
        Path earlier = Files.createDirectories(folder.resolve("a.json"));
        Files.writeString(earlier.resolve("content"), "earlier");

        assertThatIOException().isThrownBy(() -> WholeFile.write(earlier, "new".getBytes(UTF_8)));

        assertThat(earlier.resolve("content")).hasContent("earlier");
        assertThat(names()).containsExactly("a.json");
    }

    @Test
    void aLinkLeadsOnToWhereItLed() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "earlier");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);

        WholeFile.write(link, "new".getBytes(UTF_8));

        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("new");
    }

    @Test
    void whoCouldReadTheEarlierOneCanReadTheNewOne() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "earlier");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        WholeFile.write(file, "new".getBytes(UTF_8));
        assertThat(permissions(file)).isEqualTo("rw-r-----");

        WholeFile.writePrivately(file, "secret".getBytes(UTF_8));
        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void aNewOneIsReadableAsWhatThisUserWritesOtherwise() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "");
        Path file = folder.resolve("a.json");

        WholeFile.write(file, "new".getBytes(UTF_8));

        assertThat(permissions(file)).isEqualTo(permissions(other));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
