package io.github.lanewise.app.servo;

import io.github.lanewise.app.console.Progress;
import io.github.lanewise.app.wire.DetectedServos;
import io.github.lanewise.app.wire.PortOptions;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.PortException;
import io.github.lanewise.hardware.servo.BaudRates;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.BusException;
import io.github.lanewise.hardware.servo.Register;
import io.github.lanewise.hardware.servo.RegisterTable;
import io.github.lanewise.hardware.servo.Registers;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The only servo on a port, found at whatever rate and id it has.
 *
 * @param there the port at the servo's rate
 * @param id that answered
 * @param model of the servo
 * @param locked whether it is a Feetech servo that would forget what is written to it
 */
record NewServo(PortOptions there, int id, ServoModel model, boolean locked) {
  private static final int TRIES = 3;
  private static final long TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** A DYNAMIXEL servo waits for the turns of lower ids, up to 3 ms each; an adapter keeps an answer for 16 ms. */
  private static long listening(ServoProtocol protocol) {
    return TimeUnit.MILLISECONDS.toNanos(protocol == ServoProtocol.DYNAMIXEL ? 800 : 100);
  }

  /**
   * Looks for it at all rates.
   *
   * @throws IOException if no servo answers, more than one, or one that is garbled
   * @throws IllegalArgumentException if its model is not known
   */
  static NewServo on(PortOptions port) throws IOException {
    Set<Integer> rates = new LinkedHashSet<>(List.of(port.baud()));
    rates.addAll(BaudRates.of(port.protocol()));
    List<PortOptions> places = new ArrayList<>();
    List<Integer> ids = new ArrayList<>();
    String garbled = null;
    try (Progress progress = Progress.start("rates at which a servo may speak", rates.size())) {
      for (int rate : rates) {
        PortOptions there = port.withBaud(rate);
        try (Registers registers = port.protocol().registers(there.open(), Clock.system())) {
          for (int answer : everyone(registers)) {
            places.add(there);
            ids.add(answer);
          }
        } catch (BusException e) {
          if (e.error() != BusError.CHECKSUM) {
            throw e;
          }
          garbled = "on " + there.text() + ", " + e.getMessage();
        }
        progress.accept(places.size());
      }
    }
    requireOne(port, places, ids, garbled);
    return read(places.getFirst(), ids.getFirst());
  }

  /** Asked again where nobody answers, or what answers is garbled. */
  private static List<Integer> everyone(Registers registers) throws IOException {
    for (int left = TRIES - 1;; left--) {
      try {
        List<Integer> ids = registers.everyone(listening(registers.protocol()));
        if (!ids.isEmpty() || registers.protocol() == ServoProtocol.DYNAMIXEL || left == 0) {
          return ids;
        }
      } catch (BusException e) {
        if (left == 0 || e.error() != BusError.CHECKSUM) {
          throw e;
        }
      }
    }
  }

  private static void requireOne(PortOptions port, List<PortOptions> places, List<Integer> ids, String garbled)
      throws PortException {
    if (ids.size() > 1) {
      List<String> who = new ArrayList<>();
      for (int i = 0; i < ids.size(); i++) {
        who.add(String.format(Locale.ROOT, "%d at %,d baud", ids.get(i), places.get(i).baud()));
      }
      throw new PortException(ids.size() + " servos answer on " + port.path() + ", ids " + String.join(" and ", who)
          + ": leave the one alone plugged in that is to be set up");
    }
    if (garbled != null) {
      throw new PortException(garbled + ": leave one servo alone plugged in");
    }
    if (ids.isEmpty()) {
      throw new PortException("no servo answers on " + port.path() + " (" + port.protocol().text() + ") at any rate, "
          + BaudRates.of(port.protocol()).stream().map(String::valueOf).collect(Collectors.joining(", "))
          + ": check power, wiring and --protocol");
    }
  }

  private static NewServo read(PortOptions there, int id) throws IOException {
    try (Registers registers = there.protocol().registers(there.open(), Clock.system())) {
      Registers.Found found = DetectedServos.answering(there, registers, List.of(id)).getFirst();
      ServoModel model = DetectedServos.model(there.protocol(), found);
      boolean locked = there.protocol() == ServoProtocol.FEETECH
          && DetectedServos.read(registers, id, RegisterTable.of(model).named("lock")) != 0;
      return new NewServo(there, id, model, locked);
    }
  }

  /** Whether it has this id, at this rate, and keeps both. */
  boolean is(int wanted, int baud) {
    return id == wanted && there.baud() == baud && (there.protocol() != ServoProtocol.FEETECH || locked);
  }

  /** What it is, for sentences. */
  String text() {
    return String.format(Locale.ROOT, "servo %d (%s) at %,d baud", id, model.name(), there.baud());
  }

  /**
   * Gives it an id and a rate, which it keeps without power, and reads them back.
   *
   * @throws IOException if it refuses, or has not got them afterwards
   */
  void set(int wanted, int baud) throws IOException {
    RegisterTable table = RegisterTable.of(model);
    int code = BaudRates.code(there.protocol(), baud);
    try (Registers registers = there.protocol().registers(there.open(), Clock.system())) {
      write(registers, id, table.named("torque_enable"), 0);
      if (there.protocol() == ServoProtocol.FEETECH) {
        write(registers, id, table.named("lock"), 0);
      }
      if (id != wanted) {
        write(registers, id, table.named("id"), wanted);
      }
      if (there.baud() != baud) {
        writeRate(registers, wanted, table.named("baud_rate"), code);
      }
    }
    PortOptions now = there.withBaud(baud);
    try (Registers registers = now.protocol().registers(now.open(), Clock.system())) {
      DetectedServos.answering(now, registers, List.of(wanted));
      if (now.protocol() == ServoProtocol.FEETECH) {
        write(registers, wanted, table.named("lock"), 1);
      }
      requireKept(registers, wanted, table.named("id"), wanted);
      requireKept(registers, wanted, table.named("baud_rate"), code);
    }
  }

  private static void write(Registers registers, int to, Register register, long bits) throws IOException {
    registers.write(to, register.address(), register.size(), bits, TIMEOUT_NANOS);
  }

  /** Writes a baud_rate, whose answer may come at the new rate already, and then is none here. */
  static void writeRate(Registers registers, int to, Register register, long code) throws IOException {
    try {
      write(registers, to, register, code);
    } catch (BusException e) {
      if (e.error() != BusError.TIMEOUT && e.error() != BusError.CHECKSUM) {
        throw e;
      }
    }
  }

  private static void requireKept(Registers registers, int of, Register register, int sent) throws IOException {
    long held = DetectedServos.read(registers, of, register);
    if (held != sent) {
      throw new PortException("servo " + of + " was sent " + register.name() + " " + sent + ", but has " + held);
    }
  }
}
