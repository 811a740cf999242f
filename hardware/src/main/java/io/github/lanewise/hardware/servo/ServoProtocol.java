package io.github.lanewise.hardware.servo;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import java.util.List;

/** What a servo speaks. */
public enum ServoProtocol {
  /** DYNAMIXEL protocol 2.0, X series. */
  DYNAMIXEL("DYNAMIXEL"),
  /** Feetech SCS protocol, STS series. */
  FEETECH("Feetech"),
  /** moteus controllers behind an fdcanusb adapter. */
  MOTEUS("moteus");

  private final String text;

  ServoProtocol(String text) {
    this.text = text;
  }

  /** The name to show. */
  public String text() {
    return text;
  }

  /** A bus of these servos on the line; closes it when closed. */
  public ServoBus bus(Line line, Clock clock, List<Servo> servos) {
    return switch (this) {
      case DYNAMIXEL -> new DynamixelBus(line, clock, servos);
      case FEETECH -> new FeetechBus(line, clock, servos);
      case MOTEUS -> new MoteusBus(line, clock, servos);
    };
  }

  /** Any servo and register on the line; closes it when closed. */
  public Registers registers(Line line, Clock clock) {
    return switch (this) {
      case DYNAMIXEL -> new PacketRegisters(line, clock, new DynamixelWire());
      case FEETECH -> new PacketRegisters(line, clock, new FeetechWire());
      case MOTEUS -> new MoteusRegisters(line, clock);
    };
  }
}
