package io.github.lanewise.hardware.servo;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How the numbers of a kind of servo stand for SI units.
 *
 * <p>The torque constants of the DYNAMIXEL X series are stall torque over stall current at the recommended voltage,
 * from the specifications in the Robotis e-Manual. Torque over current is not quite a straight line for geared servos:
 * measure, where it matters, and say so with {@link #withTorqueConstant}. Models without current sensing report their
 * load as a fraction of the stall current, which their current unit is made for. The STS3215's is the one on the data
 * sheet of the 12 V version, 11 kg cm/A; those of the P series are continuous torque over continuous current. No source
 * gives that of the STS3250: it is not known until it is given.
 *
 * <p>Each axis of a 2XL430 or 2XC430 is a servo with an id of its own. XD430 and XD540 have the figures of the XH430
 * and XH540 of the same gear, and some say of themselves that they are these. MX servos are those with the firmware of
 * protocol 2.0.
 *
 * <p>Sources: Robotis e-Manual, the page of each model; numbers of the XD series: model list of Robotis'
 * dynamixel_hardware_interface; STS3250: number and resolution from LeRobot's table, 50 kg cm and 0.133 s for 60
 * degrees at 12 V from Feetech's data sheet.
 *
 * <p>The most torque and speed are those at the highest supply voltage for which the vendor gives them: more, no servo
 * of that model does by itself.
 *
 * @param protocol what it speaks
 * @param number the model number it reports
 * @param name the vendor's name for it
 * @param positionUnit one count of position [rad]
 * @param zeroCount the count at the middle of its range
 * @param velocityUnit one count of velocity [rad/s]
 * @param currentUnit one count of current [A]
 * @param torqueConstant torque at the output over current [N m/A]; NaN if it is not known
 * @param torqueControl whether a torque can be commanded
 * @param mostTorque when it is stalled [N m]; infinite if the model does not tell
 * @param mostVelocity without load [rad/s]; infinite if the model does not tell
 */
public record ServoModel(ServoProtocol protocol, int number, String name, double positionUnit, double zeroCount,
    double velocityUnit, double currentUnit, double torqueConstant, boolean torqueControl,
    double mostTorque, double mostVelocity) {
  /** A moteus controller: revolutions, and torque itself. */
  public static final ServoModel MOTEUS =
      new ServoModel(ServoProtocol.MOTEUS, 0, "moteus", 2 * Math.PI, 0, 2 * Math.PI, 1, 1, true,
          Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  private static final double COUNTS_PER_TURN = 4096;
  private static final double REV_PER_MINUTE = 2 * Math.PI / 60;
  private static final double NEWTON_METRE_PER_KILOGRAM_CENTIMETRE = 0.0980665;

  private static final List<ServoModel> KNOWN = List.of(
      xSeriesWithoutCurrent(30, "MX-28", 2.5, 1.4, 3.1, 67),
      xSeries(311, "MX-64", 3.36e-3, 6.0, 4.1, 7.3, 78),
      xSeries(321, "MX-106", 3.36e-3, 8.4, 5.2, 10.0, 55),
      xSeries(1000, "XH430-W350", 2.69e-3, 3.4, 1.3, 4.2, 37),
      xSeries(1001, "XD430-T350", 2.69e-3, 3.4, 1.3, 4.2, 37),
      xSeries(1010, "XH430-W210", 2.69e-3, 2.5, 1.3, 3.1, 62),
      xSeries(1011, "XD430-T210", 2.69e-3, 2.5, 1.3, 3.1, 62),
      xSeries(1020, "XM430-W350", 2.69e-3, 4.1, 2.3, 4.8, 57),
      xSeries(1030, "XM430-W210", 2.69e-3, 3.0, 2.3, 3.7, 95),
      xSeries(1040, "XH430-V350", 1.34e-3, 3.3, 0.7, 3.3, 31),
      xSeries(1050, "XH430-V210", 1.34e-3, 2.6, 0.7, 2.6, 52),
      xSeriesWithoutCurrent(1060, "XL430-W250", 1.4, 1.3, 1.5, 61),
      xSeriesWithoutCurrent(1070, "XC430-W150", 1.6, 1.4, 1.6, 106),
      xSeriesWithoutCurrent(1080, "XC430-W240", 1.9, 1.4, 1.9, 70),
      xSeriesWithoutCurrent(1090, "2XL430-W250", 1.4, 1.3, 1.5, 61),
      xSeries(1100, "XH540-W270", 2.69e-3, 9.9, 4.9, 11.7, 46),
      xSeries(1101, "XD540-T270", 2.69e-3, 9.9, 4.9, 11.7, 46),
      xSeries(1110, "XH540-W150", 2.69e-3, 7.1, 4.9, 8.5, 86),
      xSeries(1111, "XD540-T150", 2.69e-3, 7.1, 4.9, 8.5, 86),
      xSeries(1120, "XM540-W270", 2.69e-3, 10.6, 4.4, 12.9, 37),
      xSeries(1130, "XM540-W150", 2.69e-3, 7.3, 4.4, 8.9, 66),
      xSeries(1140, "XH540-V270", 2.69e-3, 9.2, 2.4, 9.2, 34),
      xSeries(1150, "XH540-V150", 2.69e-3, 6.4, 2.4, 6.4, 60),
      xSeriesWithoutCurrent(1160, "2XC430-W250", 1.8, 1.4, 1.8, 64),
      xSeries(1170, "XW540-T260", 2.69e-3, 9.5, 4.9, 11.2, 48),
      xSeries(1180, "XW540-T140", 2.69e-3, 6.9, 4.9, 8.3, 88),
      xSeries(1190, "XL330-M077", 1e-3, 0.215, 1.47, 0.228, 456),
      xSeries(1200, "XL330-M288", 1e-3, 0.52, 1.47, 0.6, 123),
      xSeries(1210, "XC330-T181", 1e-3, 0.76, 0.80, 0.8, 113),
      xSeries(1220, "XC330-T288", 1e-3, 0.92, 0.80, 1.0, 71),
      xSeries(1230, "XC330-M181", 1e-3, 0.60, 1.80, 0.66, 155),
      xSeries(1240, "XC330-M288", 1e-3, 0.93, 1.80, 1.1, 97),
      xSeries(1270, "XW430-T333", 2.69e-3, 3.1, 1.3, 3.6, 39),
      pSeries(2000, "PH42-020-S300", 607_500, 5.1, 1.5, 32.7),
      pSeries(2010, "PH54-100-S500", 1_003_846, 25.3, 5.5, 33.3),
      pSeries(2020, "PH54-200-S500", 1_003_846, 44.7, 9.3, 33.1),
      pSeries(2100, "PM42-010-S260", 526_374, 1.7, 0.6, 28.0),
      pSeries(2110, "PM54-040-S250", 502_834, 3.9, 1.9, 28.4),
      pSeries(2120, "PM54-060-S250", 502_834, 10.1, 3.0, 33.1),
      new ServoModel(ServoProtocol.FEETECH, 777, "STS3215", 2 * Math.PI / COUNTS_PER_TURN, COUNTS_PER_TURN / 2,
          2 * Math.PI / COUNTS_PER_TURN, 6.5e-3, 11 * NEWTON_METRE_PER_KILOGRAM_CENTIMETRE, false,
          2.7 * 11 * NEWTON_METRE_PER_KILOGRAM_CENTIMETRE, 48 * REV_PER_MINUTE),
      new ServoModel(ServoProtocol.FEETECH, 2825, "STS3250", 2 * Math.PI / COUNTS_PER_TURN, COUNTS_PER_TURN / 2,
          2 * Math.PI / COUNTS_PER_TURN, 6.5e-3, Double.NaN, false, 50 * NEWTON_METRE_PER_KILOGRAM_CENTIMETRE,
          Math.PI / 3 / 0.133),
      MOTEUS);

  /** Models that answer, but whose figures or registers no source gives, and what is wrong. */
  private static final List<Unusable> UNUSABLE = List.of(
      new Unusable(ServoProtocol.DYNAMIXEL, 350, 350, "XL-320", "it has another control table"),
      new Unusable(ServoProtocol.DYNAMIXEL, 1280, 1280, "XW430-T200",
          "the stall torque and current that are published for it are those of the XW540-T140"),
      new Unusable(ServoProtocol.DYNAMIXEL, 4000, 4179, "Y series", "it has another control table"),
      new Unusable(ServoProtocol.FEETECH, 1284, 1284, "SCS0009",
          "the SCS series has the high byte first, another memory table, and does not measure its current"),
      new Unusable(ServoProtocol.FEETECH, 11272, 11272, "SM8512BL", "its torque, speed and unit of current"));

  private record Unusable(ServoProtocol protocol, int first, int last, String name, String why) {}

  /** Refuses units that are not positive numbers. */
  public ServoModel {
    if (!(positionUnit > 0 && velocityUnit > 0 && currentUnit > 0) || torqueConstant <= 0
        || Double.isInfinite(torqueConstant) || !(mostTorque > 0 && mostVelocity > 0)
        || !Double.isFinite(positionUnit + velocityUnit + currentUnit + zeroCount)) {
      throw new IllegalArgumentException("servo model " + name + ": units must be positive numbers, but are "
          + positionUnit + " rad, " + velocityUnit + " rad/s, " + currentUnit + " A and " + torqueConstant
          + " N m/A, and so must the most torque, " + mostTorque + " N m, and velocity, " + mostVelocity + " rad/s");
    }
  }

  /**
   * The model that reports this number.
   *
   * @param protocol what it speaks
   * @param number the model number
   * @return the model
   * @throws IllegalArgumentException if none in the table does, with those that are known
   */
  public static ServoModel of(ServoProtocol protocol, int number) {
    return KNOWN.stream().filter(model -> model.protocol == protocol && model.number == number).findFirst()
        .orElseThrow(() -> new IllegalArgumentException(UNUSABLE.stream()
            .filter(model -> model.protocol == protocol && number >= model.first && number <= model.last).findFirst()
            .map(model -> protocol.text() + " model number " + number + " is " + model.name
                + ", which is not supported, for want of a source: " + model.why)
            .orElseGet(() -> "unknown " + protocol.text() + " model number " + number + "; known are "
                + names(protocol))));
  }

  /**
   * The model with this name, in any case.
   *
   * @param protocol what it speaks
   * @param name the vendor's name for it
   * @return the model
   * @throws IllegalArgumentException if there is none in the table, with those that are known
   */
  public static ServoModel named(ServoProtocol protocol, String name) {
    return KNOWN.stream().filter(model -> model.protocol == protocol && model.name.equalsIgnoreCase(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown " + protocol.text() + " model " + name
            + "; known are " + names(protocol)));
  }

  /**
   * The same model with another torque constant.
   *
   * @param constant torque at the output over current [N m/A]
   * @return a model that differs from this in that and in the most torque, which is that of the same current
   */
  public ServoModel withTorqueConstant(double constant) {
    return new ServoModel(protocol, number, name, positionUnit, zeroCount, velocityUnit, currentUnit, constant,
        torqueControl, Double.isNaN(torqueConstant) ? mostTorque : mostTorque * constant / torqueConstant,
        mostVelocity);
  }

  /** {@return one count of current as torque at the output [N m]; NaN if it is not known} */
  public double torqueUnit() {
    return currentUnit * torqueConstant;
  }

  private static ServoModel xSeries(int number, String name, double currentUnit, double stallTorque,
      double stallCurrent, double mostTorque, double mostRevolutions) {
    return new ServoModel(ServoProtocol.DYNAMIXEL, number, name, 2 * Math.PI / COUNTS_PER_TURN, COUNTS_PER_TURN / 2,
        0.229 * REV_PER_MINUTE, currentUnit, stallTorque / stallCurrent, true, mostTorque,
        mostRevolutions * REV_PER_MINUTE);
  }

  /** Continuous torque and current, because it is for these that the vendor gives both; 0 is in the middle. */
  private static ServoModel pSeries(int number, String name, double countsPerTurn, double torque, double current,
      double mostRevolutions) {
    return new ServoModel(ServoProtocol.DYNAMIXEL, number, name, 2 * Math.PI / countsPerTurn, 0, 0.01 * REV_PER_MINUTE,
        1e-3, torque / current, true, Double.POSITIVE_INFINITY, mostRevolutions * REV_PER_MINUTE);
  }

  /** The register of the present current counts per mille of the load. */
  private static ServoModel xSeriesWithoutCurrent(int number, String name, double stallTorque, double stallCurrent,
      double mostTorque, double mostRevolutions) {
    return new ServoModel(ServoProtocol.DYNAMIXEL, number, name, 2 * Math.PI / COUNTS_PER_TURN, COUNTS_PER_TURN / 2,
        0.229 * REV_PER_MINUTE, 1e-3 * stallCurrent, stallTorque / stallCurrent, false,
        mostTorque, mostRevolutions * REV_PER_MINUTE);
  }

  private static String names(ServoProtocol protocol) {
    return KNOWN.stream().filter(model -> model.protocol == protocol)
        .map(model -> model.name + " (" + model.number + ")").collect(Collectors.joining(", "));
  }
}
