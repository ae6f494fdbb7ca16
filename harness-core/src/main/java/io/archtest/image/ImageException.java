package io.archtest.image;

import io.archtest.model.ArchtestException;

/** An image can't be had: what was wanted, what was tried, what to do. */
public final class ImageException extends ArchtestException {
    private static final long serialVersionUID = 1L;

    public ImageException(String message) {
        super(message);
    }

    public ImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
