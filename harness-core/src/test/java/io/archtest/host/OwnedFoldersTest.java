package io.archtest.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedFoldersTest {
    @TempDir
    Path parent;

    @Test
    void whatADeadProcessLeftGoesWithTheNextOne() throws IOException {
        OwnedFolders folders = folders();
        Path left = folders.create(dead());
        Files.createDirectories(left.resolve("deep/er"));
        Files.writeString(left.resolve("deep/er/file"), "x");
        Path own = folders.create();

        assertThat(left).doesNotExist();
        assertThat(own).isDirectory();
        assertThat(folders.removeDead()).as("its owner lives").isEmpty();
        assertThat(own).isDirectory();
    }

    @Test
    void whatMayBeSomebodysStays() throws IOException {
        Path unsigned = Files.createDirectory(parent.resolve("x-unsigned"));
        Path elsewhere = folders().create(new Ownership("elsewhere/1/1"));
        Path otherKind = new OwnedFolders(parent, "y-").create(dead());
        Path file = Files.writeString(parent.resolve("x-file"), "");

        assertThat(folders().removeDead()).isEmpty();
        assertThat(unsigned).exists();
        assertThat(elsewhere).exists();
        assertThat(otherKind).exists();
        assertThat(file).exists();
    }

    /** In a folder that is shared anybody may plant a link to what is somebody else's. */
    @Test
    void noLinkIsFollowed() throws IOException {
        Path precious = new OwnedFolders(parent, "precious-").create(dead());
        Files.writeString(precious.resolve("file"), "x");
        Files.createSymbolicLink(parent.resolve("x-link"), precious);
        Path within = folders().create(dead());
        Files.createSymbolicLink(within.resolve("link"), precious);

        assertThat(folders().removeDead()).containsExactly(within);
        assertThat(precious.resolve("file")).exists();
    }

    @Test
    void aParentThatIsNotThereHoldsNothing() {
        assertThat(new OwnedFolders(parent.resolve("none"), "x-").removeDead()).isEmpty();
    }

    private OwnedFolders folders() {
        return new OwnedFolders(parent, "x-");
    }

    /** This process's id, as one that started at another time had it. */
    private static Ownership dead() {
        String label = Ownership.ofThisProcess().label();
        return new Ownership(label.substring(0, label.lastIndexOf('/')) + "/1");
    }
}
