package io.archtest.engine;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.transport.DockerHttpClient;
import io.archtest.model.FileContent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Reads and writes a container's files through the daemon's archive calls; nothing runs in the container. */
final class ContainerFiles {
    private static final Duration LARGE = Duration.ofMinutes(10);

    private final DaemonConnection connection;

    ContainerFiles(DaemonConnection connection) {
        this.connection = connection;
    }

    void copyInto(String containerId, List<FileContent> files) {
        if (files.isEmpty()) {
            return;
        }
        String action = "copy %s into container '%s'"
                .formatted(files.stream().map(FileContent::target).toList(), containerId);
        connection.change(action, DaemonConnection.CHANGE, () -> {
            byte[] tar = archive(files);
            return connection
                    .calls()
                    .copyArchiveToContainerCmd(containerId)
                    .withRemotePath("/")
                    .withTarInputStream(new ByteArrayInputStream(tar))
                    .exec();
        });
    }

    /** Only the files: an entry for a folder would change the mode of one that is there. */
    private static byte[] archive(List<FileContent> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (FileContent file : files) {
                byte[] content = file.content().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(file.target().replaceFirst("^/+", ""));
                entry.setSize(content.length);
                entry.setMode(file.mode());
                entry.setIds(file.uid(), file.gid());
                entry.setModTime(System.currentTimeMillis());
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    Optional<FileEntry> read(String containerId, String path, int maxBytes) {
        String action = "read '%s' of container '%s'".formatted(path, containerId);
        return connection.call(action, DaemonConnection.QUICK, () -> {
            // Closing the response, not its stream, ends it without fetching the rest of a large file.
            try (DockerHttpClient.Response response = archive(containerId, path)) {
                return entry(response, maxBytes);
            } catch (NotFoundException e) {
                if (String.valueOf(e.getMessage()).contains("No such container: ")) {
                    throw e;
                }
                return Optional.empty();
            }
        });
    }

    void copyOut(String containerId, String path, Path target) {
        String action = "copy '%s' out of container '%s'".formatted(path, containerId);
        connection.call(action, LARGE, () -> {
            try (DockerHttpClient.Response response = archive(containerId, path);
                    TarArchiveInputStream tar = new TarArchiveInputStream(response.getBody())) {
                TarArchiveEntry entry = tar.getNextEntry();
                if (entry == null || !entry.isFile()) {
                    throw new IOException("it is no file");
                }
                return Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
            }
        });
    }

    private DockerHttpClient.Response archive(String containerId, String path) throws IOException {
        return connection.execute(
                DockerHttpClient.Request.Method.GET,
                "/containers/" + UrlText.path(containerId) + "/archive?path=" + UrlText.query(path));
    }

    // The tar stream holds nothing but the response, which the caller closes.
    @SuppressWarnings("resource")
    private static Optional<FileEntry> entry(DockerHttpClient.Response response, int maxBytes) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(response.getBody());
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
