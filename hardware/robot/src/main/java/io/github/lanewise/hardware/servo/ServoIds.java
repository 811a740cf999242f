package io.github.lanewise.hardware.servo;

import java.util.Arrays;
import java.util.List;

/** Ids on a line, each of one servo of its protocol. */
final class ServoIds {
  private ServoIds() {
  }

  /**
   * The place in a list of the servo with each id up to the greatest; -1 where there is none.
   *
   * @throws IllegalArgumentException if an id is out of range or of two servos, or a servo speaks another protocol
   */
  static int[] places(List<Servo> servos, ServoProtocol protocol, int minId, int maxId) {
    int[] places = new int[maxId + 1];
    Arrays.fill(places, -1);
    for (int i = 0; i < servos.size(); i++) {
      Servo servo = servos.get(i);
      int id = servo.id();
      if (id < minId || id > maxId) {
        throw new IllegalArgumentException("servo id " + id + " is not in " + minId + " to " + maxId);
      }
      if (places[id] >= 0) {
        throw new IllegalArgumentException("servos " + places[id] + " and " + i + " both have id " + id);
      }
      if (servo.model().protocol() != protocol) {
        throw new IllegalArgumentException("servo " + id + " is a " + servo.model().name()
            + ", which does not speak " + protocol.text());
      }
      places[id] = i;
    }
    return places;
  }
}
