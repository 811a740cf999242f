package io.github.lanewise.hardware.servo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.hardware.servo.protocol.Moteus;
import io.github.lanewise.hardware.servo.protocol.Moteus.Type;
import io.github.lanewise.hardware.servo.protocol.MoteusEncoder;
import io.github.lanewise.hardware.servo.protocol.MoteusFrame;
import io.github.lanewise.hardware.servo.protocol.MoteusParser;
import io.github.lanewise.hardware.servo.protocol.MoteusSubframes;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Registers by name, and what their bits stand for. */
final class RegisterTableTest {
  /** Counts and units of the vendors' tables, worked out by hand. */
  @ParameterizedTest
  @CsvSource({
    "XM430-W350,present_position,3072,1.5707963,rad",
    "XM430-W350,present_position,0xFFFFFC00,-4.7123890,rad",
    "XM430-W350,present_velocity,0xFFFFFFFF,-0.0239808,rad/s",
    "XM430-W350,present_current,0xFF9C,-0.269,A",
    "XM430-W350,goal_pwm,885,1,''",
    "XM430-W350,profile_acceleration,1,0.3745076,rad/s^2",
    "XM430-W350,return_delay,250,0.0005,s",
    "XM430-W350,bus_watchdog,5,0.1,s",
    "XM430-W350,present_input_voltage,119,11.9,V",
    "XL330-M288,goal_current,0xFFFF,-0.001,A",
    "STS3215,present_position,1024,-1.5707963,rad",
    "STS3215,present_position,0x8400,-4.7123890,rad",
    "STS3215,present_velocity,0x8400,-1.5707963,rad/s",
    "STS3215,present_load,0x0464,-0.1,''",
    "STS3215,position_offset,0x0FFF,-3.1400588,rad",
    "STS3215,present_current,0x8064,-0.65,A",
    "STS3215,acceleration,50,7.6699039,rad/s^2",
    "STS3215,torque_limit,500,0.5,''",
    "moteus,goal_position,100000,6.2831853,rad"})
  void bitsStandForValues(String model, String name, String bits, double value, String unit) {
    Register register = RegisterTable.of(model(model)).named(name);
    assertThat(register.value(Long.decode(bits))).isCloseTo(value, within(1e-6));
    assertThat(register.bits(value)).isEqualTo(Long.decode(bits));
    assertThat(register.unit().symbol()).isEqualTo(unit);
  }

  /** Control tables of the e-Manual: limits of current [raw], voltage [V] and temperature, and the voltage fed. */
  @ParameterizedTest
  @CsvSource({
    "XM430-W350,1193,9.5,16,12,80",
    "XH430-W210,648,9.5,16,12,80",
    "XM540-W270,2047,9.5,16,12,80",
    "XH540-W150,2047,9.5,16,12,80",
    "XH430-V350,689,11,30,24,80",
    "XH540-V150,2047,11,30,24,80",
    "XD430-T210,648,9.5,16,12,80",
    "XD540-T270,2047,9.5,16,12,80",
    "XW430-T333,2047,9.5,16,12,80",
    "MX-28,1000,9.5,16,12,80",
    "PH54-200-S500,22740,15,35,24,80",
    "PM42-010-S260,1461,15,35,24,80",
    "MX-64,1941,9.5,16,12,80",
    "MX-106,2047,9.5,16,12,80",
    "XL330-M077,1750,3.5,7,5,70",
    "XC330-M181,2352,3.5,7,5,70",
    "XC330-T288,910,5.5,14,11.1,70",
    "XL430-W250,1000,6,14,11.1,72"})
  void aNewServoHasTheLimitsOfItsModel(String name, long current, double least, double most, double volts,
      double celsius) {
    RegisterTable table = RegisterTable.of(model(name));
    assertThat(table.named("current_limit").initial()).isEqualTo(current);
    assertThat(initial(table, "min_voltage_limit")).isCloseTo(least, within(1e-9));
    assertThat(initial(table, "max_voltage_limit")).isCloseTo(most, within(1e-9));
    assertThat(initial(table, "present_input_voltage")).isCloseTo(volts, within(1e-9));
    assertThat(initial(table, "temperature_limit")).isEqualTo(celsius);
  }

  private static double initial(RegisterTable table, String name) {
    return table.named(name).value(table.named(name).initial());
  }

  private static ServoModel model(String name) {
    return Stream.of(ServoProtocol.values()).flatMap(protocol -> {
      try {
        return Stream.of(ServoModel.named(protocol, name));
      } catch (IllegalArgumentException e) {
        return Stream.empty();
      }
    }).findFirst().orElseThrow();
  }

  static Stream<ServoModel> models() {
    return Stream.of("XM430-W350", "XL430-W250", "PM54-040-S250", "STS3215", "moteus").map(RegisterTableTest::model);
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyValueHasItsBitsAgainAndTheNextOneBeyondIsRefused(ServoModel model) {
    SplittableRandom random = new SplittableRandom(4);
    for (Register register : RegisterTable.of(model).registers()) {
      for (int k = 0; k < 200; k++) {
        double value = register.value(random.nextLong() & -1L >>> 64 - 8 * register.size());
        if (!Double.isNaN(value)) {
          assertThat(register.value(register.bits(value))).as(register.name()).isEqualTo(value);
        }
      }
      double beyond = (Math.scalb(1.0, 8 * register.size()) - register.unit().zero()) * register.unit().scale();
      for (double value : new double[] {beyond, -beyond - 1e-3 * Math.abs(beyond), Double.NaN}) {
        assertThatThrownBy(() -> register.bits(value)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(register.name() + " cannot hold " + value);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void registersAreInOrderAndDoNotOverlap(ServoModel model) {
    int end = 0;
    for (Register register : RegisterTable.of(model).registers()) {
      boolean moteus = model.protocol() == ServoProtocol.MOTEUS;
      if (!moteus) {
        assertThat(register.address()).as(register.name()).isGreaterThanOrEqualTo(end);
        assertThat(RegisterTable.of(model).holding(register.address() + register.size() - 1)).contains(register);
      }
      end = register.address() + register.size();
      assertThat(register.name()).matches("[a-z_]+");
    }
  }

  /** The same number through the parser of telemetry, which has its own way to units. */
  @Test
  void moteusIntegersAreThoseOfTelemetry() {
    MoteusFrame frame = new MoteusFrame().clear().answer(Type.INT32, Moteus.VELOCITY, 1).raw(Type.INT32, -12345);
    byte[] line = new byte[MoteusEncoder.MAX_LINE];
    MoteusParser parser = new MoteusParser();
    parser.accept(line, 0, MoteusEncoder.received(line, 0, 1, 0, frame));
    MoteusSubframes subframes = new MoteusSubframes();
    subframes.of(parser);
    assertThat(subframes.next()).isTrue();
    assertThat(RegisterTable.of(ServoModel.MOTEUS).named("present_velocity").value(-12345 & 0xFFFFFFFFL))
        .isCloseTo(2 * Math.PI * subframes.value(0), within(1e-12));
    assertThat(RegisterTable.of(ServoModel.MOTEUS).named("max_torque").value(0x80000000L)).isNaN();
  }

  @Test
  void namesAreForgivingAndUnknownOnesGetTheList() {
    RegisterTable table = RegisterTable.of(model("XM430-W350"));
    assertThat(table.named("Goal-Position")).isEqualTo(table.named("goal_position"));
    assertThatThrownBy(() -> table.named("goal")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("XM430-W350 has no register 'goal'; it has model_number, ")
        .hasMessageContaining("goal_position");
  }
}
