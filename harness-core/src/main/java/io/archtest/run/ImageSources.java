package io.archtest.run;

import io.archtest.image.ImageMode;
import io.archtest.image.ImageSource;

/** Where runs get their images, by what each of them asks for. Closing ends what is being built. */
public interface ImageSources extends AutoCloseable {

    ImageSource from(ImageMode mode);

    @Override
    void close();
}
