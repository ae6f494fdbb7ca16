package io.archtest.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest; a build that isn't packaged has none and says so. */
final class Version implements IVersionProvider {
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"archtest " + text()};
    }
}
