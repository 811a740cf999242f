package io.github.lanewise.hardware.servo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conversions against the vendor's data and against each other. */
final class ServoModelTest {
  private static final ServoModel XM540 = ServoModel.of(ServoProtocol.DYNAMIXEL, 1120);

  /** The e-Manual says 2.409 N m/A at 12 V, 0.088 degrees a count, and 30 rev/min without load. */
  @Test
  void agreesWithTheManual() {
    assertThat(XM540.name()).isEqualTo("XM540-W270");
    assertThat(XM540.torqueConstant()).isCloseTo(2.409, within(5e-4));
    assertThat(Math.toDegrees(XM540.positionUnit())).isCloseTo(0.088, within(5e-4));
    assertThat(30 / 0.229 * XM540.velocityUnit()).isCloseTo(30 * 2 * Math.PI / 60, within(1e-12));
    assertThat(4.4 / 0.00269 * XM540.torqueUnit()).isCloseTo(10.6, within(1e-9));
    assertThat(ServoModel.of(ServoProtocol.DYNAMIXEL, 1130).torqueConstant()).isCloseTo(1.659, within(5e-4));
    assertThat(ServoModel.of(ServoProtocol.DYNAMIXEL, 1180).torqueConstant()).isCloseTo(1.408, within(5e-4));
  }

  /** A model that reports its load gives the stall torque at full load. */
  @Test
  void loadCountsPerMille() {
    ServoModel model = ServoModel.named(ServoProtocol.DYNAMIXEL, "XL430-W250");
    assertThat(1000 * model.torqueUnit()).isCloseTo(1.4, within(1e-12));
    assertThat(model.torqueControl()).isFalse();
  }

  /** The e-Manual gives the XM540-W270 12.9 N m and 37 rev/min at 14.8 V; torque goes with the torque constant. */
  @Test
  void mostTorqueAndVelocityAreThoseAtTheHighestVoltage() {
    assertThat(XM540.mostTorque()).isEqualTo(12.9);
    assertThat(XM540.mostVelocity()).isCloseTo(3.875, within(1e-3));
    assertThat(XM540.withTorqueConstant(2 * XM540.torqueConstant()).mostTorque()).isCloseTo(25.8, within(1e-9));
    assertThat(ServoModel.MOTEUS.mostTorque()).isInfinite();
    ServoModel sts = ServoModel.named(ServoProtocol.FEETECH, "STS3215");
    assertThat(sts.mostTorque()).isCloseTo(2.7 * sts.torqueConstant(), within(1e-12));
    assertThat(sts.mostVelocity()).isCloseTo(5.03, within(5e-3));
  }

  /** Numbers as the e-Manual's pages of these models have them: torque and speed at 12 V, registers of a new one. */
  @ParameterizedTest
  @CsvSource({"XC430-W150,1070,1.6,106,160,60,80", "2XL430-W250,1090,1.5,61,140,60,72",
      "2XC430-W250,1160,1.8,64,160,60,80"})
  void servosWithoutCurrentSensing(String name, int number, double torque, double revolutions, int most, int least,
      int celsius) {
    ServoModel model = ServoModel.of(ServoProtocol.DYNAMIXEL, number);
    assertThat(model).isEqualTo(ServoModel.named(ServoProtocol.DYNAMIXEL, name));
    assertThat(model.torqueControl()).isFalse();
    assertThat(model.mostTorque()).isEqualTo(torque);
    assertThat(model.mostVelocity()).isCloseTo(revolutions * 2 * Math.PI / 60, within(1e-12));
    RegisterTable table = RegisterTable.of(model);
    assertThat(table.named("max_voltage_limit").initial()).isEqualTo(most);
    assertThat(table.named("min_voltage_limit").initial()).isEqualTo(least);
    assertThat(table.named("temperature_limit").initial()).isEqualTo(celsius);
    assertThat(table.named("model_number").initial()).isEqualTo(number);
  }

  /** Torque [N m] and current [A] when stalled, as the e-Manual has them, and the unit of the current register [mA]. */
  @ParameterizedTest
  @CsvSource({"MX-64,311,6.0,4.1,3.36", "MX-106,321,8.4,5.2,3.36", "XD430-T350,1001,3.4,1.3,2.69",
      "XD430-T210,1011,2.5,1.3,2.69", "XH430-V350,1040,3.3,0.7,1.34", "XH430-V210,1050,2.6,0.7,1.34",
      "XH540-V270,1140,9.2,2.4,2.69", "XH540-V150,1150,6.4,2.4,2.69", "XW430-T333,1270,3.1,1.3,2.69"})
  void stallTorqueIsThatOfTheStallCurrent(String name, int number, double torque, double current, double unit) {
    ServoModel model = ServoModel.of(ServoProtocol.DYNAMIXEL, number);
    assertThat(model.name()).isEqualTo(name);
    assertThat(current / (1e-3 * unit) * model.torqueUnit()).isCloseTo(torque, within(1e-9));
    assertThat(model.torqueControl()).isTrue();
  }

  @Test
  void aTorqueConstantThatNobodyGivesIsNotKnown() {
    ServoModel model = ServoModel.of(ServoProtocol.FEETECH, 2825);
    assertThat(model.name()).isEqualTo("STS3250");
    assertThat(model.torqueUnit()).isNaN();
    assertThat(model.mostTorque()).isCloseTo(4.903, within(1e-3));
    assertThat(model.mostVelocity()).isCloseTo(7.874, within(1e-3));
    ServoModel told = model.withTorqueConstant(1.2);
    assertThat(told.torqueUnit()).isCloseTo(7.8e-3, within(1e-12));
    assertThat(told.mostTorque()).isEqualTo(model.mostTorque());
    assertThatThrownBy(() -> ServoModel.of(ServoProtocol.FEETECH, 1284)).hasMessageStartingWith(
        "Feetech model number 1284 is SCS0009, which is not supported, for want of a source: the SCS series has");
    assertThatThrownBy(() -> ServoModel.of(ServoProtocol.DYNAMIXEL, 4010)).hasMessageContaining("is Y series, which");
  }

  @Test
  void thereAndBack() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      Servo servo = new Servo(1, XM540, random.nextInt(4096), random.nextBoolean() ? 1 : -1);
      double value = random.nextGaussian();
      assertThat(servo.position(servo.positionCounts(value))).isCloseTo(value, within(1e-11));
      assertThat(servo.torque(servo.torqueCounts(value))).isCloseTo(value, within(1e-11));
      assertThat(Math.signum(servo.velocity(1))).isEqualTo(servo.ratio());
    }
  }

  /** A pinion that moves a finger by 11 mm a rad, the other way: what the joint takes is what the servo gives. */
  @Test
  void aGearKeepsThePower() {
    Servo direct = Servo.of(1, XM540);
    Servo gripper = new Servo(1, XM540, XM540.zeroCount(), -0.011);
    assertThat(gripper.position(XM540.zeroCount() + 4096)).isCloseTo(-0.011 * 2 * Math.PI, within(1e-15));
    assertThat(gripper.torque(300) * gripper.velocity(70)).isCloseTo(direct.torque(300) * direct.velocity(70),
        within(1e-12));
    assertThat(gripper.torque(gripper.torqueCounts(5))).isCloseTo(5, within(1e-12));
    assertThat(gripper.position(gripper.positionCounts(0.02))).isCloseTo(0.02, within(1e-15));
    assertThat(gripper.velocity(gripper.velocityCounts(0.3))).isCloseTo(0.3, within(1e-15));
    assertThat(gripper.mostTorque() * gripper.mostVelocity())
        .isCloseTo(direct.mostTorque() * direct.mostVelocity(), within(1e-9));
  }

  @Test
  void unknownModelsAreNamedWithThoseThatAreKnown() {
    assertThatThrownBy(() -> ServoModel.of(ServoProtocol.DYNAMIXEL, 777)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("777").hasMessageContaining("XM430-W350 (1020)");
    assertThatThrownBy(() -> ServoModel.named(ServoProtocol.FEETECH, "XM430-W350"))
        .hasMessageContaining("STS3215 (777)");
  }

  @Test
  void ownTorqueConstant() {
    assertThat(XM540.withTorqueConstant(2).torqueUnit()).isEqualTo(0.00538);
    assertThatThrownBy(() -> XM540.withTorqueConstant(0)).hasMessageContaining("XM540-W270");
    assertThatThrownBy(() -> XM540.withTorqueConstant(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Servo(4, XM540, 0, 0)).hasMessageContaining("servo 4");
    assertThatThrownBy(() -> new Servo(4, XM540, 0, Double.NaN)).hasMessageContaining("ratio");
    assertThatThrownBy(() -> new Servo(4, XM540, Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("servo 4").hasMessageContaining("NaN");
  }
}
