package io.github.lanewise.hardware.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.hardware.port.PortException;
import io.github.lanewise.hardware.servo.Registers;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import java.util.Optional;

/** What is to be said about servos that have answered. */
final class DetectedServos {
  private DetectedServos() {}

  /** The sentence for an id that two servos have. */
  static String twice(PortOptions port, int id) {
    return "two servos have id " + id + " on " + port.text()
        + ": connect one of them alone and give it another, with '" + port.command("servo write") + " --id " + id
        + " id=NEW'";
  }

  /** Refuses an id that two servos have. */
  static void requireOne(PortOptions port, Registers.Found found) throws PortException {
    if (found.twice()) {
      throw new PortException(twice(port, found.id()));
    }
  }

  /**
   * The units of the servo.
   *
   * @throws IllegalArgumentException if its model number is not known, with those that are
   */
  static ServoModel model(ServoProtocol protocol, Registers.Found found) {
    if (protocol == ServoProtocol.MOTEUS) {
      return ServoModel.MOTEUS;
    }
    try {
      return ServoModel.of(protocol, found.modelNumber());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("servo " + found.id() + ": " + e.getMessage(), e);
    }
  }

  /** The sentence for a servo whose model number is not known. */
  static Optional<String> unknownModel(PortOptions port, Registers.Found found) {
    try {
      model(port.protocol(), found);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  static ObjectNode toJson(Registers.Found found) {
    return JsonNodeFactory.instance.objectNode()
        .put("id", found.id())
        .put("model_number", found.modelNumber())
        .put("model", found.modelName())
        .put("firmware", found.firmware())
        .put("two_servos", found.twice());
  }
}
