package io.github.lanewise.app.dump;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.options.RobotOption;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise dump}: a compiled kernel as text. */
@Command(
    name = "dump",
    description = {
      "Compile an algorithm for a robot, and show the kernel: a summary, then every operation.",
      "",
      "A kernel is what is left of a formula once the robot's numbers are put in, what is zero or the same is dropped,"
          + " and multiplications are fused with additions: straight code without branches and loops, each line of"
          + " which does one thing for several robots, one in each lane of a vector.",
      ""
    },
    footer = {
      "",
      "How to read it:",
      "  q[3]           row 3 of port q, of all robots in the lanes: right of = a load, left of it a store.",
      "  t12            the value of a line, written once, for the lines below it in its chunk.",
      "  0.5            a constant: of the robot, of the formula, or of the polynomial of a sine or cosine.",
      "  chunk 2        a compiled method: its loads, then its operations, then its stores. It has at most",
      "                 150 of them, because the JVM compiles larger methods badly.",
      "  scratch[7]     a row of memory that keeps a value of one chunk for another; rows are used again.",
      "  a * b + c      a fused multiply-add: one operation, rounded once, two flops.",
      "  a < b ? c : d  c in the lanes where a is less than b, d in the others.",
      "  flip(a, b)     a, negated where the last bit of b's significand is set, as a sine is after half a",
      "                 turn.",
      "  power2(a), exponent(a), significand(a)",
      "                 2^k for the integer k in a's last bits, and the k and the m of a = m 2^k: parts of",
      "                 exp and log.",
      "The summary counts what one vector of robots takes. A core does about two loads, two operations"
          + " and a store at once: what there is most of, by that measure, is what takes the time.",
      "",
      "Algorithms (README.md explains the ports under Symbols):",
      "  rnea, bias, gravity    tau = M a + h by recursive Newton-Euler; h(q, v) alone; g(q) alone.",
      "  crba                   M by composite rigid bodies, the lower triangle row by row.",
      "  aba, forward-dynamics  a = M^-1 (tau - h) by articulated bodies; by factors of M, with forces f.",
      "  kinematics, energy     poses of joints and frames; energies and the centre of mass.",
      "  frame-jacobian         geometric Jacobian of the last frame in the robot's file.",
      "  step                   a step of 1 ms under the torques u, by the rule `euler`.",
      "",
      "Derivatives: vjp pulls cotangents back, x_bar = (dy/dx)' y_bar; jvp pushes tangents forward, y_dot = dy/dx"
          + " x_dot; jacobian is dy/dx row by row. Those of step, and the Jacobians of aba and rnea, take a free base's"
          + " displacements on its own axes; the others are by the rows of the ports, quaternions included.",
      "",
      "Examples: lanewise dump --robot double_pendulum --algorithm gravity; lanewise dump --robot arm7"
          + " --algorithm step --derivatives vjp --precision float --json kernel.json"
    })
public final class Dump implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Mixin
  private RobotOption robot;

  @Option(names = "--algorithm", required = true, paramLabel = "NAME", converter = Algorithm.Converter.class,
      description =
          "What to compile: rnea, bias, gravity, crba, aba, forward-dynamics, kinematics, frame-jacobian, energy,"
              + " step.")
  private Algorithm algorithm;

  @Option(names = "--derivatives", paramLabel = "none|vjp|jvp|jacobian", defaultValue = "none",
      description = "A derivative of it (${DEFAULT-VALUE}).")
  private Derivative derivative;

  @Option(names = "--precision", paramLabel = "float|double", defaultValue = "double",
      description = "Numbers to compute with (${DEFAULT-VALUE}).")
  private ElementType precision;

  @Option(names = "--width", paramLabel = "BITS", description =
      "Width of vectors: 128, 256, 512, or that of one number for scalar code (what this machine has).")
  private Integer width;

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws IOException {
    Lanes lanes = width == null ? Lanes.widest(precision)
        : new ArgumentChecks(spec).valid(() -> new Lanes(precision, width));
    json.requireWritable();
    KernelReport report = new KernelReport(Kernel.compile(algorithm.graph(robot.load(), derivative), lanes));
    spec.commandLine().getOut().print(report.toText());
    spec.commandLine().getOut().flush();
    json.write(() -> toJson(lanes, report));
    return ExitCode.OK;
  }

  private ObjectNode toJson(Lanes lanes, KernelReport report) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("settings").put("robot", robot.name()).put("free_base", robot.freeBase())
        .put("algorithm", algorithm.toString()).put("derivative", Choice.text(derivative))
        .put("precision", Choice.text(precision)).put("width_bits", lanes.bits());
    return json.setAll(report.toJson());
  }
}
