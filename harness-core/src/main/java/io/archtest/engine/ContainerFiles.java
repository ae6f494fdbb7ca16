package io.archtest.engine;

import io.archtest.model.FileContent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The archives in which files go into and come out of containers. */
final class ContainerFiles {
    private ContainerFiles() {}

    /** An archive to be unpacked at the root. */
    static InputStream archive(List<FileContent> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (FileContent file : files) {
                byte[] content = file.content().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(file.target().replaceFirst("^/+", ""));
                entry.setSize(content.length);
                entry.setMode(file.mode());
                entry.setUserId(file.uid());
                entry.setGroupId(file.gid());
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    /** The archive's first entry, which is the one that was asked for. */
    static Optional<FileEntry> first(InputStream archive, int maxBytes) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(archive);
        TarArchiveEntry entry = tar.getNextEntry();
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.isSymbolicLink()) {
            return Optional.of(new FileEntry(FileEntry.Type.LINK, 0, entry.getLinkName(), new byte[0]));
        }
        if (entry.isDirectory()) {
            return Optional.of(new FileEntry(FileEntry.Type.DIRECTORY, 0, "", new byte[0]));
        }
        if (!entry.isFile()) {
            return Optional.of(new FileEntry(FileEntry.Type.OTHER, 0, "", new byte[0]));
        }
        return Optional.of(new FileEntry(FileEntry.Type.FILE, entry.getSize(), "", tar.readNBytes(maxBytes)));
    }
}
