package io.archtest.engine;

/**
 * How far a pull has got, as the daemon tells it.
 *
 * @param line what it said last
 * @param layers known so far; none before the registry's manifest is there
 * @param layersDone unpacked, or there before
 * @param bytes fetched so far
 * @param totalBytes to be fetched, of those layers whose size is known: grows in the beginning
 */
public record PullStatus(String line, int layers, int layersDone, long bytes, long totalBytes) {}
