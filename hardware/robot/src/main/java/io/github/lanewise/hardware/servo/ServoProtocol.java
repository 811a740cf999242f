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

  /** {@return the name to show} */
  public String text() {
    return text;
  }

  /** A model that has the usual addresses of registers. */
  String usualModel() {
    return switch (this) {
      case DYNAMIXEL -> "XM430-W350";
      case FEETECH -> "STS3215";
      case MOTEUS -> ServoModel.MOTEUS.name();
    };
  }

  /**
   * A bus of these servos on a line.
   *
   * @param line closed with the bus
   * @param clock of all deadlines
   * @param servos in the order of states and commands
   * @return the bus
   * @throws IllegalArgumentException if an id is out of range or occurs twice, a model speaks another protocol, or
   *     there are more servos than the bus has room for
   */
  public ServoBus bus(Line line, Clock clock, List<Servo> servos) {
    return switch (this) {
      case DYNAMIXEL -> new DynamixelBus(line, clock, servos);
      case FEETECH -> new FeetechBus(line, clock, servos);
      case MOTEUS -> new MoteusBus(line, clock, servos);
    };
  }

  /**
   * Any servo and register on a line.
   *
   * @param line closed with the registers
   * @param clock of all deadlines
   * @return the registers
   */
  public Registers registers(Line line, Clock clock) {
    return switch (this) {
      case DYNAMIXEL -> new PacketRegisters(line, clock, new DynamixelWire());
      case FEETECH -> new PacketRegisters(line, clock, new FeetechWire());
      case MOTEUS -> new MoteusRegisters(line, clock);
    };
  }
}
