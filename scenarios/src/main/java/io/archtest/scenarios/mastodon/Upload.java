package io.archtest.scenarios.mastodon;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;

/**
 * An image as the API tells of it.
 *
 * @param original where the image itself is to be had
 * @param preview the same for its small version
 */
record Upload(String id, URI original, URI preview) {
    static final int WIDTH = 960;
    static final int HEIGHT = 540;
    /** Of the small version, at the most. */
    static final int SMALL_PIXELS = 230_400;

    /** Larger than a preview may be, and another one each time. */
    static byte[] newImage() {
        RandomGenerator random = RandomGenerator.getDefault();
        float hue = random.nextFloat();
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(x, y, Color.HSBtoRGB(hue + (float) x / WIDTH, 1, (float) y / HEIGHT));
            }
        }
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(image, "png", png);
            return png.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
    }

    /** What is wrong with an answer to an upload of {@link #newImage}; nothing when it was processed as it should be. */
    static Optional<String> flaw(JsonNode media) {
        JsonNode original = media.at("/meta/original");
        JsonNode small = media.at("/meta/small");
        int pixels = small.path("width").asInt() * small.path("height").asInt();
        if (!media.path("type").asText().equals("image")) {
            return Optional.of("its type is '%s'".formatted(media.path("type").asText()));
        }
        if (original.path("width").asInt() != WIDTH || original.path("height").asInt() != HEIGHT) {
            return Optional.of("meta.original is " + original);
        }
        if (pixels <= 0 || pixels > SMALL_PIXELS) {
            return Optional.of("meta.small is " + small);
        }
        if (media.path("blurhash").asText().length() < 6) {
            return Optional.of(
                    "its blurhash is '%s'".formatted(media.path("blurhash").asText()));
        }
        return Optional.empty();
    }

    static Upload of(JsonNode media) {
        return new Upload(
                media.path("id").asText(),
                URI.create(media.path("url").asText()),
                URI.create(media.path("preview_url").asText()));
    }

    List<URI> files() {
        return List.of(original, preview);
    }

    /** Width and height of an image file; nothing when it is none. */
    static Optional<String> size(byte[] file) {
        try {
            return Optional.ofNullable(ImageIO.read(new ByteArrayInputStream(file)))
                    .map(image -> "%dx%d".formatted(image.getWidth(), image.getHeight()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
