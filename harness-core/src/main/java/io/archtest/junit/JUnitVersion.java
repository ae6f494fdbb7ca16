package io.archtest.junit;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether Jupiter is new enough; uses nothing that older ones lack, nor Jupiter itself before it is known to be there. */
final class JUnitVersion {
    private static final String SINCE_5_13 = "org.junit.jupiter.api.ClassTemplate";
    private static final String ALWAYS = "org.junit.jupiter.api.extension.ExtensionContext";
    private static final boolean TOO_OLD = !lacks(ALWAYS) && lacks(SINCE_5_13);

    private JUnitVersion() {}

    private static boolean lacks(String type) {
        try {
            Class.forName(type, false, JUnitVersion.class.getClassLoader());
            return false;
        } catch (ClassNotFoundException e) {
            return true;
        }
    }

    static boolean tooOld() {
        return TOO_OLD;
    }

    /** @throws ExtensionConfigurationException when it is too old */
    static void refuseIfTooOld() {
        if (TOO_OLD) {
            String found = Optional.ofNullable(
                            ExtensionContext.class.getPackage().getImplementationVersion())
                    .orElse("an older one");
            throw new ExtensionConfigurationException(
                    "archtest needs JUnit Jupiter 5.13 or newer and found %s: raise the version, with Spring Boot 3 by <junit-jupiter.version>5.13.4</junit-jupiter.version>"
                            .formatted(found));
        }
    }
}
