package io.archtest.junit;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether JUnit is new enough; uses nothing that older ones lack. */
final class JUnitVersion {
    private static final String SINCE_5_13 = "org.junit.jupiter.api.ClassTemplate";

    private JUnitVersion() {}

    /** @throws ExtensionConfigurationException when it is too old */
    static void refuseIfTooOld() {
        try {
            Class.forName(SINCE_5_13, false, ExtensionContext.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            String found = Optional.ofNullable(
                            ExtensionContext.class.getPackage().getImplementationVersion())
                    .orElse("an older one");
            throw new ExtensionConfigurationException(
                    "archtest needs JUnit Jupiter 5.13 or newer and found %s: raise the version, with Spring Boot 3 by <junit-jupiter.version>5.13.4</junit-jupiter.version>"
                            .formatted(found));
        }
    }
}
