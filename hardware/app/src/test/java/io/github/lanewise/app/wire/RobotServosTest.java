package io.github.lanewise.app.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.app.Run;
import io.github.lanewise.app.console.Failures;
import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.port.PseudoTerminal;
import io.github.lanewise.hardware.port.SerialLine;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.DynamixelBus;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.RobotModel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the options make of a line to a simulated robot, and what they refuse. */
final class RobotServosTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final ServoModel XM430 = ServoModel.named(ServoProtocol.DYNAMIXEL, "XM430-W350");

  @BeforeAll
  static void onLinux() {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
  }

  /** A command that needs a robot's servos, and reads their state once. */
  @Command(name = "host")
  static final class Host implements Callable<Integer> {
    @Mixin private PortOptions port;
    @Mixin private RobotServos servos;
    @Option(names = "--rate") private double rate = 100;

    private List<Servo> made;
    private boolean fast;
    private int lost;
    private final ServoState state = new ServoState(3);

    @Override
    public Integer call() throws Exception {
      try (Line opened = port.open()) {
        Line line = new Lossy(opened, lost);
        ConnectedRobot robot = servos.connect(port, line, Clock.system(), FINGER);
        robot.requireRate(rate);
        ServoBus bus = robot.bus();
        made = bus.servos();
        fast = bus instanceof DynamixelBus dynamixel && dynamixel.fastRead();
        assertThat(bus.read(state, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200))).isEqualTo(BusError.NONE);
      }
      return 0;
    }
  }

  /** Loses the answers to so many of the requests for the return delay. */
  private static final class Lossy implements Line {
    private static final int ADDRESS_AT = 8;
    private final Line line;
    private int left;
    private boolean swallows;

    Lossy(Line line, int count) {
      this.line = line;
      left = count;
    }

    @Override
    public int read(byte[] into) {
      int count = line.read(into);
      return swallows ? Math.min(count, 0) : count;
    }

    @Override
    public int write(byte[] from, int count) {
      swallows = count > ADDRESS_AT && from[ADDRESS_AT] == XSeries.RETURN_DELAY && left-- > 0;
      return line.write(from, count);
    }

    @Override
    public void close() {
      line.close();
    }
  }

  private Host host;

  private Run run(String path, String... arguments) {
    return runLosing(0, path, arguments);
  }

  private Run runLosing(int answers, String path, String... arguments) {
    host = new Host();
    host.lost = answers;
    StringWriter err = new StringWriter();
    int exitCode = new CommandLine(host)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Failures::ofWork)
        .setParameterExceptionHandler(Failures::ofArguments)
        .setErr(new PrintWriter(err, true))
        .execute(Stream.concat(Stream.of("--port", path), Stream.of(arguments)).toArray(String[]::new));
    return new Run(exitCode, "", err.toString());
  }

  private static Twin twin(Servo... servos) throws Exception {
    return Twin.onPseudoTerminal(FINGER, List.of(servos), Imperfections.ideal());
  }

  private static Twin usual(ServoProtocol protocol) throws Exception {
    return twin(Twin.servos(FINGER, protocol).toArray(Servo[]::new));
  }

  private static void assertFailure(Run run, int exitCode, String message) {
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.err()).contains(message);
  }

  /** Two lost answers are asked for again; where none comes, the sentence says what for. */
  @Test
  void oneLostAnswerIsNoReasonToGiveUp() throws Exception {
    try (Twin twin = usual(ServoProtocol.DYNAMIXEL)) {
      assertThat(runLosing(2, twin.path()).exitCode()).isZero();
      assertFailure(runLosing(9, twin.path()), 1,
          "lanewise: asking the servos for their return delay: no answer in time");
    }
  }

  @ParameterizedTest
  @CsvSource({"DYNAMIXEL,XM430-W350", "FEETECH,STS3215"})
  void idsInTheOrderOfTheJointsByDefault(ServoProtocol protocol, String model) throws Exception {
    try (Twin twin = usual(protocol)) {
      Run run = run(twin.path(), "--protocol", protocol.name().toLowerCase(Locale.ROOT));
      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isZero();
      assertThat(host.made).isEqualTo(twin.servos()).extracting(servo -> servo.model().name()).containsOnly(model);
      assertThat(host.fast).isEqualTo(protocol == ServoProtocol.DYNAMIXEL);
    }
  }

  /** A robot wired in another order and turned: told so, the bus shows the angles that the robot has. */
  @Test
  void zeroAndDirectionMakeTheAnglesTheRobotsOwn() throws Exception {
    double zero = 0.3;
    Servo turned = new Servo(9, XM430, XM430.zeroCount() + zero / XM430.positionUnit(), -1);
    double[] angles = {0.4, 0.2, 0.7};
    List<Servo> wired = List.of(turned, Servo.of(4, XM430), Servo.of(2, XM430));
    try (Twin twin = Twin.onPseudoTerminal(FINGER, wired, Imperfections.ideal().withFriction(5))) {
      twin.place(angles); // where dry friction holds it
      Run run = run(twin.path(), "--id", "9,4,2", "--zero", zero + ",0,0", "--reverse", "9",
          "--torque-constant", "2.5");
      assertThat(run.err()).isEmpty();
      assertThat(host.made).extracting(Servo::id).containsExactly(9, 4, 2);
      assertThat(host.made).extracting(servo -> servo.model().torqueConstant()).containsOnly(2.5);
      assertThat(host.state.position).containsExactly(angles, within(2e-3));
      assertThat(run(twin.path(), "--id", "9,4,2").exitCode()).isZero();
      assertThat(host.state.position[0]).isCloseTo(zero - angles[0], within(2e-3));
    }
  }

  @Test
  void silenceIsSaidWithWhatWasTried() throws Exception {
    try (PseudoTerminal nobody = PseudoTerminal.open()) {
      assertFailure(run(nobody.path(), "--baud", "57600"), 1, "lanewise: no servo answers on " + nobody.path()
          + " at 57,600 baud (DYNAMIXEL), tried ids 1, 2, 3: check power and wiring, and let 'lanewise servo scan"
          + " --port " + nobody.path() + " --baud 57600' show which do");
    }
    try (Twin twin = usual(ServoProtocol.DYNAMIXEL)) {
      assertFailure(run(twin.path(), "--id", "1,7,3"), 1, "lanewise: servo 7 does not answer on " + twin.path());
    }
  }

  @Test
  void twoServosWithOneIdAreToldApart() throws Exception {
    try (Twin twin = twin(Servo.of(1, XM430), Servo.of(2, XM430), Servo.of(2, XM430))) {
      assertFailure(run(twin.path()), 1, "lanewise: two servos have id 2 on " + twin.path() + " at 1,000,000 baud"
          + " (DYNAMIXEL): connect one of them alone and give it another, with 'lanewise servo write --port "
          + twin.path() + " --id 2 id=NEW'");
    }
  }

  @Test
  void anUnknownModelIsNamedWithItsServo() throws Exception {
    ServoModel strange = new ServoModel(ServoProtocol.DYNAMIXEL, 4242, "strange", 1e-3, 2048, 1e-3, 1e-3, 1, true, 1,
          1);
    try (Twin twin = twin(Servo.of(1, XM430), Servo.of(2, strange), Servo.of(3, XM430))) {
      assertFailure(run(twin.path()), 1,
          "lanewise: servo 2: unknown DYNAMIXEL model number 4242; known are MX-28 (30), ");
    }
  }

  /** 17 + 8 + 3 x 14 bytes read and 14 + 3 x 5 written take 960 us at 1 Mbaud; a return delay of 254 us adds itself. */
  @Test
  void aRateBeyondTheWireIsRefusedWithTheSums() throws Exception {
    try (Twin twin = usual(ServoProtocol.DYNAMIXEL)) {
      assertThat(run(twin.path(), "--rate", "1000").exitCode()).isZero();
      assertFailure(run(twin.path(), "--rate", "2000"), 1, "lanewise: 2000 ticks/s leave 500 us each, but reading and"
          + " writing 3 servos takes 960 us at 1000000 baud: at most 1041 ticks/s");
      try (var registers = ServoProtocol.DYNAMIXEL.registers(SerialLine.open(twin.path(), 1_000_000),
          Clock.system())) {
        registers.write(3, XSeries.RETURN_DELAY, 1, 127, TimeUnit.MILLISECONDS.toNanos(200));
      }
      assertFailure(run(twin.path(), "--rate", "1000"), 1, "takes 1214 us at 1000000 baud: at most 823 ticks/s; 254 us"
          + " of it is the return delay that the servos' registers ask for, which may be 0");
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--id|1,2|has 3 joints, but --id names 2 servos.",
    "--id|1,2,2|--id names a servo twice: [1, 2, 2].",
    "--id|1,x,2|--id",
    "--zero|0.1|has 3 joints, but --zero has 1 angles.",
    "--zero|0,NaN,0|--zero must be finite, but is NaN.",
    "--reverse|5|--reverse names servo 5, but the robot's are [1, 2, 3].",
    "--torque-constant|0|--torque-constant must be positive and finite, but is 0.0.",
    "--torque-constant|1,2|has 3 joints, but --torque-constant has 2 numbers.",
    "--baud|0|a rate is a positive number of bits a second, not '0'",
    "--baud|fast|a rate is a positive number of bits a second, not 'fast'",
    "--protocol|canopen|--protocol"})
  void wrongArgumentsAreNamed(String option, String value, String message) throws Exception {
    try (PseudoTerminal nobody = PseudoTerminal.open()) {
      assertFailure(run(nobody.path(), option, value), 2, message);
    }
  }
}
