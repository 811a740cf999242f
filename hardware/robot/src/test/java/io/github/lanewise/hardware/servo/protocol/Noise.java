package io.github.lanewise.hardware.servo.protocol;

import java.util.Random;

/** Random bytes, bytes of which headers are made, and packets with bytes changed, dropped, doubled and swapped. */
final class Noise {
  private static final int CHUNK = 997;

  private final Random random;
  private final byte[] favourites;
  private final byte[][] packets;

  Noise(long seed, byte[] favourites, byte[]... packets) {
    random = new Random(seed);
    this.favourites = favourites;
    this.packets = packets;
  }

  /** The next piece of the stream, in an array without a byte to spare. */
  byte[] next() {
    byte[] chunk = new byte[1 + random.nextInt(CHUNK)];
    int kind = random.nextInt(3);
    if (kind == 0) {
      random.nextBytes(chunk);
    } else if (kind == 1) {
      for (int i = 0; i < chunk.length; i++) {
        chunk[i] = favourites[random.nextInt(favourites.length)];
      }
    } else {
      mutate(chunk);
    }
    return chunk;
  }

  private void mutate(byte[] chunk) {
    int errorEvery = 10 + random.nextInt(300);
    int at = 0;
    while (at < chunk.length) {
      byte[] packet = packets[random.nextInt(packets.length)];
      for (int i = 0; i < packet.length && at < chunk.length; i++) {
        chunk[at++] = packet[i];
        if (random.nextInt(errorEvery) == 0) {
          switch (random.nextInt(4)) {
            case 0 -> chunk[at - 1] ^= (byte) (1 << random.nextInt(8));
            case 1 -> at--;
            case 2 -> i--;
            default -> swap(chunk, at - 1);
          }
        }
      }
    }
  }

  private static void swap(byte[] chunk, int at) {
    if (at > 0) {
      byte first = chunk[at - 1];
      chunk[at - 1] = chunk[at];
      chunk[at] = first;
    }
  }
}
