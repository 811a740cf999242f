package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.protocol.Feetech;
import io.github.lanewise.hardware.servo.protocol.FeetechEncoder;
import io.github.lanewise.hardware.servo.protocol.FeetechParser;
import io.github.lanewise.hardware.servo.protocol.PacketParser;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Feetech STS servos on a line. Source: Feetech, "Communication Protocol User Manual".
 *
 * <p>Each servo does every instruction that is for it or for all; to all, none answers but to a ping. Two with one id
 * both answer, one after the other. One that is given another id answers from that. What has a wrong checksum is not
 * answered.
 */
final class FeetechDevice extends Device<FeetechServo> {
  private static final int LONGEST_DATA = 256;

  private final PacketParser parser;
  private final byte[] data = new byte[LONGEST_DATA];

  FeetechDevice(List<Servo> servos, TwinRobot robot, Reply reply) {
    FeetechParser own = new FeetechParser();
    super(own, IntStream.range(0, servos.size())
        .mapToObj(i -> new FeetechServo(servos.get(i), robot.driven(i), robot)).toArray(FeetechServo[]::new), reply);
    parser = own;
  }

  @Override
  void take(byte[] bytes, int count, long nanoTime) {
    int at = 0;
    do {
      at = parser.accept(bytes, at, count);
      if (parser.complete()) {
        instructions++;
        instruction();
      }
    } while (at < count || parser.complete());
  }

  private void instruction() {
    switch (parser.instruction()) {
      case Feetech.SYNC_READ -> syncRead();
      case Feetech.SYNC_WRITE -> syncWrite();
      default -> {
        boolean all = parser.id() == Feetech.BROADCAST;
        for (FeetechServo servo : servos) {
          if (all || servo.id() == parser.id()) {
            single(servo, all);
          }
        }
      }
    }
  }

  private void single(FeetechServo servo, boolean all) {
    boolean answers = !all && servo.answersAll();
    switch (parser.instruction()) {
      case Feetech.PING -> status(servo, 0);
      case Feetech.READ -> {
        if (!all && parser.parameterCount() == 2) {
          answerRead(servo, parser.parameter(0), parser.parameter(1));
        }
      }
      case Feetech.WRITE, Feetech.REG_WRITE -> {
        write(servo, parser.instruction() == Feetech.REG_WRITE);
        answerIf(answers, servo);
      }
      case Feetech.ACTION -> {
        if (servo.hasRegistered()) {
          servo.action();
        }
        answerIf(answers, servo);
      }
      default -> { }
    }
  }

  private void write(FeetechServo servo, boolean later) {
    int count = parser.parameterCount() - 1;
    if (count < 1) {
      return;
    }
    parser.copyParameters(1, data, 0, count);
    if (later) {
      servo.register(parser.parameter(0), data, count);
    } else {
      servo.write(parser.parameter(0), data, count);
    }
  }

  private void syncRead() {
    for (int k = 2; k < parser.parameterCount(); k++) {
      for (FeetechServo servo : servos) {
        if (servo.id() == parser.parameter(k)) {
          answerRead(servo, parser.parameter(0), parser.parameter(1));
        }
      }
    }
  }

  private void syncWrite() {
    int count = parser.parameterCount() < 2 ? 0 : parser.parameter(1);
    for (int k = 2; count > 0 && k + 1 + count <= parser.parameterCount(); k += 1 + count) {
      parser.copyParameters(k + 1, data, 0, count);
      for (FeetechServo servo : servos) {
        if (servo.id() == parser.parameter(k)) {
          servo.write(parser.parameter(0), data, count);
        }
      }
    }
  }

  private void answerRead(FeetechServo servo, int address, int count) {
    if (servo.read(address, count, data)) {
      status(servo, count);
    }
  }

  private void answerIf(boolean answers, FeetechServo servo) {
    if (answers) {
      status(servo, 0);
    }
  }

  /** A status packet with the first bytes of {@link #data}. */
  private void status(FeetechServo servo, int count) {
    byte[] into = reply.room(FeetechEncoder.FIXED_BYTES + count);
    reply.end(FeetechEncoder.status(into, reply.at(), servo.id(), servo.error(), data, 0, count));
  }
}
