package io.github.lanewise.hardware.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.hardware.servo.ServoProtocol;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

/**
 * A program that is not ours, the JavaScript package feetech-servo-ts 1.0.0, talked to the servos of a simulated finger
 * on a pseudo-terminal; what both said was recorded, and is said again.
 */
final class FeetechConversationTest {
  /**
   * From the client, from the servos, and seconds that pass: pings, moves of one servo and of several, reads of one and
   * of several, an id and a rate that change, a restart, which these servos do not have, and a search.
   */
  private static final String CONVERSATION = """
      > FF FF 02 02 01 FA
      < FF FF 02 02 00 FB
      > FF FF 02 04 02 03 02 F2
      < FF FF 02 04 00 09 03 ED
      > FF FF 02 04 02 02 01 F4
      < FF FF 02 03 00 00 FA
      > FF FF 02 04 03 28 01 CD
      < FF FF 02 02 00 FB
      > FF FF 02 05 03 2E 20 03 A4
      < FF FF 02 02 00 FB
      > FF FF 02 05 03 2A FC 08 C7
      < FF FF 02 02 00 FB
      s 4
      > FF FF 02 04 02 38 02 BD
      < FF FF 02 04 00 00 09 F0
      > FF FF 02 05 03 2A 72 08 51
      < FF FF 02 02 00 FB
      s 4
      > FF FF 02 04 02 38 02 BD
      < FF FF 02 04 00 77 08 7A
      > FF FF 02 04 02 38 08 B7
      < FF FF 02 0A 00 77 08 00 00 23 04 78 1E B7
      > FF FF 02 04 02 42 01 B4
      < FF FF 02 03 00 00 FA
      > FF FF FE 0D 83 2A 02 01 34 08 02 98 08 03 FC 08 5F
      s 4
      > FF FF FE 07 82 38 02 01 02 03 38
      < FF FF 01 04 00 34 08 BE
      < FF FF 02 04 00 9D 08 54
      < FF FF 03 04 00 FD 08 F3
      > FF FF FE 14 83 29 07 01 32 00 08 00 00 E8 03 03 32 00 08 00 00 E8 03 EC
      s 4
      > FF FF FE 06 82 38 0F 03 01 2E
      < FF FF 03 11 00 01 08 00 00 07 04 78 1E 00 00 00 00 00 03 80 BE
      < FF FF 01 11 00 00 08 00 00 00 00 78 1E 00 00 00 00 00 00 00 4F
      > FF FF 02 04 03 28 00 CE
      < FF FF 02 02 00 FB
      > FF FF 02 04 03 05 07 EA
      < FF FF 07 02 00 F6
      > FF FF 07 02 01 F5
      < FF FF 07 02 00 F6
      > FF FF 07 04 02 03 02 ED
      < FF FF 07 04 00 09 03 E8
      > FF FF 07 04 02 02 01 EF
      < FF FF 07 03 00 00 F5
      > FF FF 07 04 03 06 01 EA
      < FF FF 07 02 00 F6
      > FF FF 07 02 08 EE
      > FF FF 01 02 01 FB
      < FF FF 01 02 00 FC
      > FF FF 01 04 02 03 02 F3
      < FF FF 01 04 00 09 03 EE
      > FF FF 01 04 02 02 01 F5
      < FF FF 01 03 00 00 FB
      > FF FF 02 02 01 FA
      > FF FF 03 02 01 F9
      < FF FF 03 02 00 FA
      > FF FF 03 04 02 03 02 F1
      < FF FF 03 04 00 09 03 EC
      > FF FF 03 04 02 02 01 F3
      < FF FF 03 03 00 00 F9
      s 0""";

  @Test
  void isAnsweredByteForByte() {
    try (Bench bench = Bench.finger(ServoProtocol.FEETECH, Imperfections.ideal())) {
      String asked = "";
      String answer = "";
      StringJoiner expected = new StringJoiner(" ");
      for (String line : CONVERSATION.split("\\n")) {
        String rest = line.substring(2);
        if (line.charAt(0) == '<') {
          expected.add(rest);
          continue;
        }
        assertThat(answer).as(asked).isEqualTo(expected.toString());
        expected = new StringJoiner(" ");
        answer = "";
        if (line.charAt(0) == '>') {
          asked = line;
          answer = bench.answer(rest);
        } else {
          bench.pass(Double.parseDouble(rest));
        }
      }
    }
  }
}
