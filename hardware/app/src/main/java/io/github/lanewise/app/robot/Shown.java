package io.github.lanewise.app.robot;

import io.github.lanewise.hardware.port.PortException;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoState;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** What servos show outside a loop: asked again where an answer is lost. */
final class Shown {
  private static final int TRIES = 5;
  /** An adapter may keep an answer for 16 ms. */
  private static final long TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private Shown() {}

  /** Where the joints are. */
  static ServoState read(ServoBus bus) throws PortException {
    ServoState state = new ServoState(bus.joints());
    again(bus, "the state", deadline -> bus.read(state, deadline));
    return state;
  }

  /** Switches all torque off. */
  static void torqueOff(ServoBus bus) throws PortException {
    again(bus, "torque off", deadline -> bus.torque(false, deadline));
  }

  private static void again(ServoBus bus, String what, LongFunction<BusError> request) throws PortException {
    BusError error = BusError.TIMEOUT;
    for (int i = 0; i < TRIES && error != BusError.NONE; i++) {
      error = request.apply(System.nanoTime() + TIMEOUT_NANOS);
    }
    if (error != BusError.NONE) {
      throw new PortException(what + ": " + bus.explain(error));
    }
  }
}
