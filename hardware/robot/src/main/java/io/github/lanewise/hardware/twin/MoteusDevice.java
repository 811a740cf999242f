package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.protocol.Moteus;
import io.github.lanewise.hardware.servo.protocol.Moteus.Type;
import io.github.lanewise.hardware.servo.protocol.MoteusEncoder;
import io.github.lanewise.hardware.servo.protocol.MoteusFrame;
import io.github.lanewise.hardware.servo.protocol.MoteusParser;
import io.github.lanewise.hardware.servo.protocol.MoteusSubframes;
import java.util.List;
import java.util.stream.IntStream;

/**
 * moteus controllers behind an fdcanusb adapter. Source: mjbots, fdcanusb, "Protocol", and moteus, "CAN protocol".
 *
 * <p>The adapter answers OK to each line that sends; each controller does what frames for it say, and answers if they
 * want it. Registers that it has not are left out of the answer, as are values that no longer fit a frame.
 */
final class MoteusDevice extends Device<TwinServo> {
  private static final int SUBFRAME_BYTES = 4;

  private final MoteusParser parser;
  private final MoteusServo[] controllers;
  private final MoteusSubframes subframes = new MoteusSubframes();
  private final MoteusFrame frame = new MoteusFrame();

  MoteusDevice(List<Servo> servos, TwinRobot robot, Reply reply) {
    MoteusParser own = new MoteusParser();
    super(own, new TwinServo[0], reply);
    parser = own;
    controllers = IntStream.range(0, servos.size())
        .mapToObj(i -> new MoteusServo(servos.get(i), robot.driven(i), robot)).toArray(MoteusServo[]::new);
  }

  @Override
  void take(byte[] bytes, int count, long nanoTime) {
    int at = 0;
    do {
      at = parser.accept(bytes, at, count);
      if (parser.complete() && parser.kind() == MoteusParser.Kind.SEND) {
        instructions++;
        byte[] into = reply.room(MoteusEncoder.MAX_LINE);
        reply.end(MoteusEncoder.ok(into, reply.at()));
        for (MoteusServo controller : controllers) {
          if (controller.id() == parser.destination()) {
            obey(controller, nanoTime);
          }
        }
      }
    } while (at < count || parser.complete());
  }

  private void obey(MoteusServo controller, long nanoTime) {
    subframes.of(parser);
    while (subframes.next()) {
      if (subframes.kind() == MoteusSubframes.Kind.WRITE) {
        controller.write(subframes);
      }
    }
    controller.obey(nanoTime);
    if (parser.answerWanted()) {
      answer(controller);
    }
  }

  private void answer(MoteusServo controller) {
    frame.clear();
    subframes.of(parser);
    while (subframes.next()) {
      if (subframes.kind() == MoteusSubframes.Kind.READ) {
        answerRead(controller);
      }
    }
    byte[] into = reply.room(MoteusEncoder.MAX_LINE);
    reply.end(MoteusEncoder.received(into, reply.at(), controller.id(), parser.source(), frame.pad()));
  }

  private void answerRead(MoteusServo controller) {
    Type type = subframes.type();
    int first = subframes.register();
    int count = subframes.count();
    boolean known = count > 0 && frame.size() + SUBFRAME_BYTES + count * bytes(type) <= MoteusFrame.MAX_BYTES;
    for (int i = 0; known && i < count; i++) {
      known = controller.has(first + i);
    }
    if (known) {
      frame.answer(type, first, count);
      for (int i = 0; i < count; i++) {
        frame.value(type, first + i, fitting(type, first + i, controller.read(first + i)));
      }
    }
  }

  private static int bytes(Type type) {
    return type == Type.INT8 ? 1 : type == Type.INT16 ? 2 : Integer.BYTES;
  }

  /** The nearest value that the type can hold. */
  private static double fitting(Type type, int register, double value) {
    if (type == Type.FLOAT || Double.isNaN(value)) {
      return value;
    }
    double most = ((1L << 8 * bytes(type) - 1) - 1) * Moteus.unit(register, type);
    return Math.clamp(value, -most, most);
  }

  @Override
  void tick(long nanoTime) {
    for (MoteusServo controller : controllers) {
      controller.tick(nanoTime);
    }
  }

  @Override
  void hardwareError(int servo, int code) {
    controllers[servo].fault(code);
  }

  @Override
  void temperature(int servo, int celsius) {
    controllers[servo].temperature(celsius);
  }

  @Override
  void voltage(int servo, int tenths) {
    controllers[servo].voltage(tenths / 10.0);
  }
}
