package io.github.lanewise.app.servo;

import io.github.lanewise.app.console.StopSignal;
import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.wire.ConnectedRobot;
import io.github.lanewise.app.wire.DetectedServos;
import io.github.lanewise.app.wire.PortChoice;
import io.github.lanewise.app.wire.PortOptions;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.port.PortException;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.Registers;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoBus;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise servo monitor}: what servos measure, again and again. */
@Command(
    name = "monitor",
    description = {
      "Read position, velocity, torque and temperature of servos at a rate, until Ctrl-C or for --seconds.",
      "",
      "On a screen this is a table that is kept up to date; into a file or a pipe go lines of CSV. Positions are"
          + " counted from the middle of the model's range. Torque is the measured current times the model's torque"
          + " constant. Nothing is written to the servos. --json gets a summary at the end. The exit code is 1 if no"
          + " read was good, or a servo reported a hardware error.",
      ""
    },
    footer = {
      "",
      "Example: lanewise servo monitor --port /dev/ttyUSB0 --id 1,2,3 --rate 20"
    })
final class ServoMonitor implements Callable<Integer> {
  private static final int TRIES = 3;
  /** An adapter may keep an answer for 16 ms. */
  private static final long LEAST_TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  @Spec
  private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private PortChoice place;

  @Option(names = "--id", split = ",", paramLabel = "ID",
      description = "Ids of the servos (with --arm all of its port).")
  private List<Integer> ids;

  @Option(names = "--rate", paramLabel = "HZ", defaultValue = "10", description = "Reads a second (${DEFAULT-VALUE}).")
  private double rate;

  @Option(names = "--seconds", paramLabel = "S", description = "End after this time [s] (never).")
  private Double seconds;

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws IOException {
    PortOptions port = place.port();
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.requirePositive("--rate", rate);
    checks.requirePositive("--seconds", seconds);
    List<Integer> wanted = place.ids(ids);
    checks.require(!wanted.isEmpty(), "Name the servos by --id.");
    checks.require(wanted.stream().distinct().count() == wanted.size(), "--id names a servo twice: " + wanted + ".");
    json.requireWritable();
    try (StopSignal signal = new StopSignal(); Line line = port.open()) {
      ServoBus bus = bus(port, wanted, line);
      Samples samples = new Samples(bus.servos(), spec.commandLine().getOut());
      BusError last = watch(bus, samples, signal);
      if (samples.goodCount() < samples.readCount() || samples.alerted()) {
        spec.commandLine().getErr().println("lanewise: " + samples.summary());
      }
      json.write(() -> samples.toJson(port));
      if (last == BusError.GONE) {
        throw new PortException(port.path() + " is gone: was it unplugged?");
      }
      return samples.goodCount() > 0 && !samples.alerted() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private ServoBus bus(PortOptions port, List<Integer> wanted, Line line) throws IOException {
    Clock clock = Clock.system();
    Registers registers = port.protocol().registers(line, clock);
    List<Servo> servos = DetectedServos.answering(port, registers, wanted).stream()
        .map(found -> Servo.of(found.id(), DetectedServos.model(port.protocol(), found)))
        .toList();
    ServoBus bus = port.protocol().bus(line, clock, servos);
    bus.learnToRead(LEAST_TIMEOUT_NANOS);
    if (bus.readsOneByOne()) {
      spec.commandLine().getErr().println("lanewise: " + ConnectedRobot.slowReading(port, bus));
    }
    BusError asked = BusError.TIMEOUT;
    for (int i = 0; i < TRIES && asked != BusError.NONE && asked != BusError.HARDWARE; i++) {
      asked = bus.readReturnDelay(clock.nanoTime() + LEAST_TIMEOUT_NANOS);
    }
    bus.requireRate(rate, port.baud());
    return bus;
  }

  private static String explain(ServoBus bus, BusError error, long deadline) {
    String explanation = error == BusError.NONE ? "" : bus.explain(error);
    String alerts = error == BusError.HARDWARE ? bus.hardwareErrors(deadline) : "";
    return alerts.isEmpty() ? explanation : "hardware error of " + alerts;
  }

  private BusError watch(ServoBus bus, Samples samples, StopSignal signal) {
    Clock clock = Clock.system();
    long period = Math.round(1e9 / rate);
    long start = clock.nanoTime();
    long next = start;
    BusError error = BusError.NONE;
    while (!signal.asked() && error != BusError.GONE && !System.out.checkError()
        && (seconds == null || clock.nanoTime() - start < seconds * 1e9)) {
      long deadline = clock.nanoTime() + Math.max(period, LEAST_TIMEOUT_NANOS);
      error = bus.read(samples.state(), deadline);
      String explanation = explain(bus, error, deadline);
      bus.readTemperature(samples.state(), (int) (samples.readCount() % bus.servos().size()), deadline);
      samples.add((clock.nanoTime() - start) * 1e-9, error, explanation);
      next = Math.max(next + period, clock.nanoTime());
      signal.await((next - clock.nanoTime()) * 1e-9);
    }
    return error;
  }
}
