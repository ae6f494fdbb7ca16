package io.archtest.report.html;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test class one {@link Chromium} for all its tests, each of which finds it at a desk by day, and ends it. */
final class InChromium implements ParameterResolver, BeforeEachCallback {
    private static final ExtensionContext.Namespace OWN = ExtensionContext.Namespace.create(InChromium.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Chromium.class;
    }

    @Override
    public Chromium resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return of(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Chromium chromium = of(context);
        chromium.screen(1280, 800);
        chromium.media("screen", "light");
        chromium.scripts(true);
    }

    /** The class's, which its store closes. */
    private static Chromium of(ExtensionContext context) {
        ExtensionContext ofClass = context;
        while (ofClass.getTestMethod().isPresent()) {
            ofClass = ofClass.getParent().orElseThrow();
        }
        return ofClass.getStore(OWN).getOrComputeIfAbsent(Chromium.class, key -> started(), Chromium.class);
    }

    private static Chromium started() {
        try {
            return Chromium.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
