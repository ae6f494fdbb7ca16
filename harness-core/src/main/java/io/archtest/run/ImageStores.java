package io.archtest.run;

import io.archtest.host.StateFolder;
import io.archtest.image.ImageMode;
import io.archtest.image.ImageSource;
import io.archtest.image.ImageStore;
import io.archtest.image.Unpacker;
import java.util.EnumMap;
import java.util.Map;

/** One store for each mode that was asked for. */
final class ImageStores implements ImageSources {
    private final StateFolder state;
    private final Unpacker unpacker;
    private final Map<String, String> surroundings;
    private final Map<ImageMode, ImageStore> stores = new EnumMap<>(ImageMode.class);

    ImageStores(StateFolder state, Unpacker unpacker, Map<String, String> surroundings) {
        this.state = state;
        this.unpacker = unpacker;
        this.surroundings = surroundings;
    }

    @Override
    public synchronized ImageSource from(ImageMode mode) {
        return stores.computeIfAbsent(mode, any -> new ImageStore(any, state, unpacker, surroundings));
    }

    @Override
    public void close() {
        Map<ImageMode, ImageStore> open;
        synchronized (this) {
            open = Map.copyOf(stores);
        }
        open.values().forEach(ImageStore::close);
    }
}
