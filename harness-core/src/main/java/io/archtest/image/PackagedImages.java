package io.archtest.image;

import io.archtest.engine.Engine;
import io.archtest.engine.EngineException;
import io.archtest.engine.ImageFacts;
import io.archtest.host.FileTree;
import io.archtest.host.OwnedFolders;
import io.archtest.host.Sha256;
import io.archtest.model.Architecture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Builds images by recipe and loads them; one that the engine has already, from the same recipe, is only found. It has two
 * names: one for people, which goes to whichever recipe was used last, and an exact one, which no other recipe gets.
 */
final class PackagedImages implements AutoCloseable {
    /** On packaged images: the hash of all that went into it. */
    static final String RECIPE_LABEL = "io.archtest.packaged";

    private static final String PREFIX = "archtest.local/";
    private static final int STEPS = 3;

    private final PackageLayers layers;
    private final Path scratch;
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    PackagedImages(PackageLayers layers, Path scratch) {
        this.layers = layers;
        this.scratch = scratch;
    }

    /** The image, built and loaded if the engine lacks it; blocks. */
    ResolvedImage get(Engine engine, Recipe recipe, Architecture architecture, ImageProgress progress) {
        String tag = tag(recipe.reference(), architecture);
        synchronized (locks.computeIfAbsent(engine.info().endpoint() + tag, key -> new Object())) {
            String hash = hash(recipe, architecture);
            Optional<ImageFacts> present = find(engine, tag, hash, architecture);
            present.filter(image -> !image.tags().contains(tag)).ifPresent(image -> engine.tagImage(image.id(), tag));
            ImageFacts facts = present.orElseGet(() -> build(engine, recipe, architecture, hash, progress));
            return new ResolvedImage(
                    recipe.reference(),
                    facts,
                    ResolvedImage.Origin.PACKAGED,
                    recipe.standIn().isPresent(),
                    recipe.software());
        }
    }

    /** A name of its own, so that a packaged image never passes for the one that the registry has. */
    static String tag(String reference, Architecture architecture) {
        int slash = reference.lastIndexOf('/');
        int colon = reference.indexOf(':', slash);
        String name = colon < 0 ? reference : reference.substring(0, colon);
        String tag = colon < 0 ? "latest" : reference.substring(colon + 1);
        return "%s%s:%s-%s".formatted(PREFIX, name.replace(':', '-'), tag, architecture.word());
    }

    /** Names an image that was got from here, and no other one that anybody makes meanwhile. */
    static String exactTag(ResolvedImage image, Architecture architecture) {
        String tag = tag(image.reference(), architecture);
        return Optional.ofNullable(image.facts().labels().get(RECIPE_LABEL))
                .map(hash -> exact(tag, hash))
                .orElse(tag);
    }

    private static String exact(String tag, String hash) {
        return tag + "-" + hash.substring(0, 16);
    }

    /** By the exact name; the label alone would be found on whatever was built on that image, too. */
    private static Optional<ImageFacts> find(Engine engine, String tag, String hash, Architecture architecture) {
        return engine.findImage(exact(tag, hash), architecture)
                .filter(image -> hash.equals(image.labels().get(RECIPE_LABEL)));
    }

    private ImageFacts build(
            Engine engine, Recipe recipe, Architecture architecture, String hash, ImageProgress progress) {
        String tag = tag(recipe.reference(), architecture);
        step(progress, 1, "unpacking %d packages".formatted(recipe.packages().size()));
        PackageLayers.Layer packages = layers.layer(recipe.packages(), architecture, progress.notice());
        try {
            Path folder = folders(Files.createDirectories(scratch)).create();
            Path own = folder.resolve("files.tar");
            Path archive = folder.resolve("image.tar");
            try {
                step(progress, 2, "writing the image");
                PackageLayers.Layer files = new PackageLayers.Layer(own, writeFiles(recipe, own));
                Map<String, String> labels = Map.of(
                        RECIPE_LABEL,
                        hash,
                        "io.archtest.stand-in",
                        String.valueOf(recipe.standIn().isPresent()));
                new ImageArchive(recipe, architecture, labels)
                        .writeTo(archive, List.of(packages, files), List.of(tag, exact(tag, hash)));
                step(progress, 3, "loading it into the engine");
                engine.loadImage(archive);
            } finally {
                FileTree.remove(folder);
            }
        } catch (IOException | EngineException e) {
            throw new ImageException("Cannot make the packaged image '%s': %s".formatted(tag, e.getMessage()), e);
        }
        progress.notice().accept("built %s for %s".formatted(recipe.reference(), architecture));
        // not by the other name, which another archtest with another recipe may have taken meanwhile
        return find(engine, tag, hash, architecture)
                .orElseThrow(() -> new ImageException(
                        "Loaded the packaged image '%s', but the engine has none of its recipe for %s"
                                .formatted(tag, architecture)));
    }

    /** Those that images are put together in: hundreds of megabytes each. */
    static OwnedFolders folders(Path scratch) {
        return new OwnedFolders(scratch, "image-");
    }

    private static void step(ImageProgress progress, int number, String what) {
        progress.step().accept(new BuildStep(number, STEPS, "[%d/%d] %s".formatted(number, STEPS, what)));
    }

    @Override
    public void close() {
        layers.close();
    }

    private static String writeFiles(Recipe recipe, Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            new FilesLayer(recipe).writeTo(out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private String hash(Recipe recipe, Architecture architecture) {
        MessageDigest digest = Sha256.digest();
        digest.update(layers.key(recipe.packages(), architecture).getBytes(StandardCharsets.UTF_8));
        digest.update(recipe.config().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(recipe.standIn().toString().getBytes(StandardCharsets.UTF_8));
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            new FilesLayer(recipe).writeTo(out);
        } catch (IOException e) {
            throw new ImageException(
                    "Cannot read the files of image recipe '%s': %s".formatted(recipe.reference(), e.getMessage()), e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
