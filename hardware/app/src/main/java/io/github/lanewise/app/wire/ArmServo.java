package io.github.lanewise.app.wire;

import io.github.lanewise.hardware.servo.Register;
import io.github.lanewise.hardware.servo.RegisterTable;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import java.util.Map;
import java.util.Optional;

/**
 * A servo as an arm's file has it: {@code ratio (shown - zero) = sum_j c_j q_j}.
 *
 * @param port its name in the file
 * @param id on that port
 * @param model the vendor's name; null for what the servo says
 * @param joints c_j by the names of the joints: 1 of the one that it moves, several where joints are coupled
 * @param zero what it shows where that is 0, from the middle of its range [rad]
 * @param ratio of the joint's turn, or its way, to the servo's turn [1, or m/rad]
 * @param torqueConstant at the output over current [N m/A]; null for the model's
 * @param homingOffset the counts that its own register is to hold; null for any
 */
public record ArmServo(String port, int id, String model, Map<String, Double> joints, double zero, double ratio,
    Double torqueConstant, Integer homingOffset) {
  /** Of one joint alone, without a gear, as new. */
  public static ArmServo of(String port, int id, String joint) {
    return new ArmServo(port, id, null, Map.of(joint, 1.0), 0, 1, null, null);
  }

  /** The same with another zero and ratio. */
  public ArmServo turned(double newZero, double newRatio) {
    return new ArmServo(port, id, model, joints, newZero, newRatio, torqueConstant, homingOffset);
  }

  /** The model that the file names. */
  Optional<ServoModel> named(ServoProtocol protocol) {
    return Optional.ofNullable(model).map(name -> ServoModel.named(protocol, name));
  }

  /**
   * With the units of a model.
   *
   * @throws IllegalArgumentException if the file names another
   */
  Servo servo(ServoModel found) {
    if (model != null && !model.equalsIgnoreCase(found.name())) {
      throw new IllegalArgumentException("servo " + id + " is a " + found.name() + ", but in the arm's file a "
          + model);
    }
    ServoModel units = torqueConstant == null ? found : found.withTorqueConstant(torqueConstant);
    return new Servo(id, units, units.zeroCount() + zero / units.positionUnit(), ratio);
  }

  /** The register that shifts what the servo shows. */
  static Register homingRegister(ServoModel model) {
    return RegisterTable.of(model).named(model.protocol() == ServoProtocol.FEETECH ? "position_offset"
        : "homing_offset");
  }
}
