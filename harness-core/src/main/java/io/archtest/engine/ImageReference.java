package io.archtest.engine;

/**
 * An image's name as the engine's pull call wants it, in two parts.
 *
 * @param repository without tag and digest, as it was written
 * @param tag never empty, since a pull without it fetches every tag; {@code sha256:...} for a digest
 */
record ImageReference(String repository, String tag) {

    static ImageReference parse(String text) {
        int digest = text.indexOf('@');
        String named = digest < 0 ? text : text.substring(0, digest);
        int colon = named.lastIndexOf(':');
        boolean tagged = colon > named.lastIndexOf('/');
        String repository = tagged ? named.substring(0, colon) : named;
        if (digest >= 0) {
            return new ImageReference(repository, text.substring(digest + 1));
        }
        return new ImageReference(repository, tagged ? named.substring(colon + 1) : "latest");
    }

    /** The registry's host, with port where given; {@code docker.io} where none is named. */
    String registry() {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        return host ? first : "docker.io";
    }

    @Override
    public String toString() {
        return repository + (tag.startsWith("sha256:") ? "@" : ":") + tag;
    }
}
