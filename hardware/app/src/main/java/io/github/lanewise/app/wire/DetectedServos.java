package io.github.lanewise.app.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.hardware.port.PortException;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.BusException;
import io.github.lanewise.hardware.servo.Register;
import io.github.lanewise.hardware.servo.Registers;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What is to be said about servos that have answered. */
public final class DetectedServos {
  /** An adapter may keep an answer for 16 ms. */
  private static final long TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** One answer may be garbled by noise, or late on a busy machine. */
  private static final int TRIES = 5;

  private DetectedServos() {}

  /** The sentence for an id that two servos have. */
  public static String twice(PortOptions port, int id) {
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
  public static ServoModel model(ServoProtocol protocol, Registers.Found found) {
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
  public static Optional<String> unknownModel(PortOptions port, Registers.Found found) {
    try {
      model(port.protocol(), found);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * The servos with these ids, in this order.
   *
   * @throws IOException if one does not answer, or two have one id
   * @throws IllegalArgumentException if the protocol has no such id
   */
  public static List<Registers.Found> answering(PortOptions port, Registers registers, List<Integer> wanted)
      throws IOException {
    List<Registers.Found> found = new ArrayList<>();
    List<Integer> silent = new ArrayList<>();
    for (int id : wanted) {
      if (id < registers.minId() || id > registers.maxId()) {
        throw new IllegalArgumentException("a " + port.protocol().text() + " id is " + registers.minId() + " to "
            + registers.maxId() + ", not " + id);
      }
      try {
        Registers.Found servo = ping(registers, id);
        requireOne(port, servo);
        found.add(servo);
      } catch (BusException e) {
        if (e.error() != BusError.TIMEOUT && e.error() != BusError.WRONG_ID) {
          throw e;
        }
        silent.add(id);
      }
    }
    if (!silent.isEmpty()) {
      String ids = silent.stream().map(String::valueOf).collect(Collectors.joining(", "));
      boolean one = silent.size() == 1;
      String who = one ? "servo " + ids + " does not answer on " : "servos " + ids + " do not answer on ";
      throw new PortException((found.isEmpty()
          ? "no servo answers on " + port.text() + ", tried " + (one ? "id " : "ids ") + ids : who + port.text())
          + ": check power and wiring, and let '" + port.command("servo scan") + "' show which do");
    }
    return found;
  }

  /** What is heard twice may be a late answer to an earlier try: it must be heard twice again. */
  private static Registers.Found ping(Registers registers, int id) throws IOException {
    boolean twice = false;
    for (int left = TRIES - 1;; left--) {
      try {
        Registers.Found found = registers.ping(id, TIMEOUT_NANOS);
        if (!found.twice() || twice || left == 0) {
          return found;
        }
        twice = true;
      } catch (BusException e) {
        if (left == 0 || e.error() == BusError.GONE) {
          throw e;
        }
      }
    }
  }

  /** The servo with this id, if it answers; heard twice is what is so twice in a row. */
  public static List<Registers.Found> scan(Registers registers, int id, long timeoutNanos) throws IOException {
    List<Registers.Found> found = registers.scan(id, id, timeoutNanos);
    return found.isEmpty() || !found.getFirst().twice() ? found : registers.scan(id, id, timeoutNanos);
  }

  /**
   * What is wrong with a servo that has answered; empty if nothing is, or if its model and so its registers are not
   * known.
   */
  public static String hardwareError(PortOptions port, Registers registers, Registers.Found found)
      throws IOException {
    if (found.twice() || unknownModel(port, found).isPresent()) {
      return "";
    }
    for (int left = TRIES - 1;; left--) {
      try {
        return registers.hardwareError(found.id(), TIMEOUT_NANOS);
      } catch (BusException e) {
        if (left == 0 || e.error() == BusError.GONE) {
          throw e;
        }
      }
    }
  }

  /** The bits of a register of a servo that has answered before. */
  public static long read(Registers registers, int id, Register register) throws IOException {
    for (int left = TRIES - 1;; left--) {
      try {
        return registers.read(id, register.address(), register.size(), TIMEOUT_NANOS);
      } catch (BusException e) {
        if (left == 0 || e.error() == BusError.GONE || e.error() == BusError.DEVICE) {
          throw e;
        }
      }
    }
  }

  /** The sentence for a servo with a hardware error. */
  public static String alert(PortOptions port, int id, String hardwareError) {
    return "servo " + id + " reports a hardware error: " + hardwareError + (port.protocol() == ServoProtocol.FEETECH
        ? "; it ends with its cause" : "; when the cause is gone, '" + port.command("servo reboot") + " --id " + id
        + "' clears it");
  }

  /** What it said of itself. */
  public static ObjectNode toJson(Registers.Found found) {
    return JsonNodeFactory.instance.objectNode()
        .put("id", found.id())
        .put("model_number", found.modelNumber())
        .put("model", found.modelName())
        .put("firmware", found.firmware())
        .put("two_servos", found.twice());
  }
}
