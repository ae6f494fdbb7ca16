package io.archtest.matrix;

/** Whose machines run the jobs. */
public enum CiService {
    GITHUB("github", 256),
    GITLAB("gitlab", 200);

    private final String word;
    private final int mostJobs;

    CiService(String word, int mostJobs) {
        this.word = word;
        this.mostJobs = mostJobs;
    }

    /** The word in the output. */
    public String word() {
        return word;
    }

    /** How many jobs one matrix of it may have; it refuses more. */
    int mostJobs() {
        return mostJobs;
    }
}
