package io.archtest.scenarios.mastodon;

import java.util.Set;

/** What pgbouncer tells on its console, and what it does for clients, as far as the checks look. */
interface PoolerConsole {

    /**
     * @param clients that may be connected at once
     * @param connections to PostgreSQL's database that it may open for Mastodon's user, a reserve included
     * @param mode {@code transaction}, {@code session} or {@code statement}
     * @param preparedStatements whether it keeps clients' prepared statements apart (since 1.21, if told to)
     */
    record Limits(int clients, int connections, String mode, boolean preparedStatements) {}

    /**
     * What became of clients that were connected at the same time and each ran one transaction.
     *
     * @param served how many got an answer
     * @param processes of PostgreSQL that answered
     * @param problem of the first that got none; empty if all did
     */
    record Crowd(int served, Set<Integer> processes, String problem) {
        public Crowd {
            processes = Set.copyOf(processes);
        }
    }

    Limits limits();

    /** The processes of PostgreSQL that serve pgbouncer's connections, by PostgreSQL's own word at login. */
    Set<Integer> processes();

    /** Transactions in Mastodon's database since pgbouncer's start. */
    long transactions();

    /** Connects so many clients at once; none leaves before the last one has run its transaction. */
    Crowd crowd(int clients);
}
