package io.github.lanewise.app.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An arm's file that grows, servo after servo of one port. */
public final class ArmBegun {
  private final String port;
  private Arm arm;

  private ArmBegun(Arm arm, String port) {
    this.arm = arm;
    this.port = port;
  }

  /**
   * What the file has so far, or nothing where there is none.
   *
   * @param robot as a person has named it
   * @param name of the port in the file
   * @throws IllegalArgumentException if the file has another place for that port
   */
  public static ArmBegun of(Path file, String robot, String name, PortOptions port) throws IOException {
    Arm so = Files.exists(file) ? ArmFile.read(file)
        : new Arm(file, robot, Map.of(), List.of(), Map.of(), Map.of(), Map.of());
    PortOptions known = so.ports().get(name);
    if (known != null && !(known.path().equals(port.path()) && known.baud() == port.baud()
        && known.protocol() == port.protocol())) {
      throw new IllegalArgumentException(file + ": its port '" + name + "' is " + known.text() + ", but " + port.text()
          + " was named: name that, or another port of the arm by --name");
    }
    Map<String, PortOptions> ports = new LinkedHashMap<>(so.ports());
    ports.put(name, port);
    return new ArmBegun(new Arm(file, so.robot() == null ? robot : so.robot(), ports, so.servos(), so.ranges(),
        so.passive(), so.poses()), name);
  }

  /** Of the servos on the port. */
  public List<Integer> ids() {
    return arm.servosOn(port).stream().map(ArmServo::id).toList();
  }

  /** Whether the servo with this id moves this joint. */
  public boolean has(String joint, int id) {
    return arm.servosOn(port).stream().anyMatch(servo -> servo.id() == id && servo.joints().containsKey(joint));
  }

  /**
   * Refuses an id that the file has for another joint.
   *
   * @throws IllegalArgumentException with that joint
   */
  public void requireFree(String joint, int id) {
    for (ArmServo servo : arm.servosOn(port)) {
      if (servo.id() == id && !servo.joints().containsKey(joint)) {
        throw new IllegalArgumentException(arm.file() + ": id " + id + " is that of joint '"
            + String.join("', '", servo.joints().keySet()) + "' already: give joint '" + joint + "' another by --id");
      }
    }
  }

  /** Adds a servo, and writes the file. */
  public void add(String joint, int id, String model) throws IOException {
    List<ArmServo> servos = new ArrayList<>(arm.servos());
    servos.add(new ArmServo(port, id, model, Map.of(joint, 1.0), 0, 1, null, null));
    arm = new Arm(arm.file(), arm.robot(), arm.ports(), servos, arm.ranges(), arm.passive(), arm.poses());
    ArmFile.write(arm);
  }
}
