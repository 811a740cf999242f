package io.github.lanewise.app.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.port.PseudoTerminal;
import io.github.lanewise.model.RobotModel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Which robots are waited for: those behind pseudo-terminals, and no other on a port. */
final class LimitOptionsTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");

  @TempDir
  private Path folder;

  /** A command that has these options. */
  @Command
  static final class Loop {
    @ArgGroup
    private RobotPlace place;

    @Mixin
    private LimitOptions limits;

    private Safety safety(Arm arm) {
      return limits.of(FINGER, arm, place);
    }
  }

  private static Safety of(Arm arm, String... arguments) {
    Loop loop = new Loop();
    new CommandLine(loop).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
    return loop.safety(arm);
  }

  private static void assertOfServos(Safety safety) {
    assertThat(safety.busErrors()).isEqualTo(5);
    assertThat(safety.lateTicks()).isEqualTo(20);
    assertThat(safety.staleTicks()).isEqualTo(20);
    assertThat(safety.remarks()).isEmpty();
  }

  private static void assertOfPseudoTerminal(Safety safety) {
    assertThat(safety.busErrors()).isEqualTo(1000);
    assertThat(safety.lateTicks()).isEqualTo(1000);
    assertThat(safety.staleTicks()).isEqualTo(1000);
    assertThat(safety.remarks()).singleElement().asString().contains("1000 bus errors in a row", "real servos");
  }

  private Path link(PseudoTerminal terminal) throws Exception {
    Path link = folder.resolve("robot");
    terminal.link(link);
    return link;
  }

  private Arm arm(String... ports) throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ports.length; i++) {
      text.append(i == 0 ? "" : ", ").append("\"p").append(i).append("\": {\"path\": \"").append(ports[i])
          .append("\"}");
    }
    Path file = Files.writeString(folder.resolve("arm.json"), """
        {"robot": "finger", "ports": {%s}, "servos": [{"joint": "spread", "id": 1, "port": "p0"},
        {"joint": "bend", "id": 2, "port": "p0"}, {"joint": "curl", "id": 3, "port": "p%d"}]}"""
        .formatted(text, ports.length - 1));
    return ArmFile.read(file);
  }

  @Test
  void aPseudoTerminalIsWaitedForAndSaysSo() throws Exception {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      assertOfPseudoTerminal(of(null, "--port", terminal.path()));
      assertOfPseudoTerminal(of(null, "--port", link(terminal).toString()));
      assertOfPseudoTerminal(of(arm(terminal.path())));
      Safety given = of(null, "--port", terminal.path(), "--bus-errors", "5", "--late-ticks", "20",
          "--controller-ticks", "4");
      assertOfServos(given);
    }
  }

  @Test
  void otherPortsKeepTheirLimits() throws Exception {
    assertOfServos(of(null, "--port", "/dev/ttyUSB0"));
    assertOfServos(of(null, "--port", folder.toString()));
    assertOfServos(of(arm("/dev/null")));
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      assertOfServos(of(arm(terminal.path(), "/dev/null")));
    }
  }
}
