package io.github.lanewise.hardware.twin;

/**
 * What a simulated robot heard and said.
 *
 * @param receivedBytes that came
 * @param instructions that came whole
 * @param checksumErrors packets that came with a wrong checksum
 * @param skippedBytes that came and belonged to no packet
 * @param sentBytes of answers
 * @param lostBytes of answers that the line did not take, because nobody reads them
 */
public record Traffic(long receivedBytes, long instructions, long checksumErrors, long skippedBytes, long sentBytes,
    long lostBytes) {}
