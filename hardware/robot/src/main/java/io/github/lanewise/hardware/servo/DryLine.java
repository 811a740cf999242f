package io.github.lanewise.hardware.servo;

import io.github.lanewise.hardware.port.Line;
import java.nio.charset.StandardCharsets;

/** A line that leads nowhere: it takes everything, and gives the same answer to all that is written. */
final class DryLine implements Line {
  private final byte[] answer;
  private int at;

  private DryLine(byte[] answer) {
    this.answer = answer;
    at = answer.length;
  }

  static DryLine silent() {
    return new DryLine(new byte[0]);
  }

  static DryLine answering(String text) {
    return new DryLine(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public int read(byte[] into) {
    int count = Math.min(answer.length - at, into.length);
    System.arraycopy(answer, at, into, 0, count);
    at += count;
    return count;
  }

  @Override
  public int write(byte[] from, int count) {
    at = 0;
    return count;
  }

  @Override
  public void close() {
    at = answer.length;
  }
}
