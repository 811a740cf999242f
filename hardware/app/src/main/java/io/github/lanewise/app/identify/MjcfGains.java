package io.github.lanewise.app.identify;

import io.github.lanewise.model.Actuator;
import io.github.lanewise.model.Affine;
import io.github.lanewise.model.RobotModel;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What actuators of an MJCF file give, times a number each: the gear of motors; of others gain, bias and range of
 * force, each by the attributes of its kind.
 */
final class MjcfGains {
  private final Path file;
  private final Element mujoco;
  private final RobotModel model;

  /** In a file from which a model was read. */
  MjcfGains(Path file, Element mujoco, RobotModel model) {
    this.file = file;
    this.mujoco = mujoco;
    this.model = model;
  }

  /** Writes s times what an actuator gives. */
  void set(Actuator actuator, double s) {
    Element element = element(actuator);
    boolean motor = actuator.gain().equals(Affine.ONE) && actuator.bias().equals(Affine.ZERO);
    if (motor) {
      setMotor(element, actuator, s);
      return;
    }
    Affine gain = actuator.gain();
    Affine bias = actuator.bias();
    switch (element.getTagName()) {
      case "position" -> {
        element.setAttribute("kp", Double.toString(s * gain.constant()));
        element.setAttribute("kv", Double.toString(-s * bias.perVelocity()));
        element.removeAttribute("dampratio");
      }
      case "velocity" -> element.setAttribute("kv", Double.toString(s * gain.constant()));
      case "damper" -> element.setAttribute("kv", Double.toString(-s * gain.perVelocity()));
      case "general" -> {
        element.setAttribute("gainprm", RobotXml.text(s * gain.constant(), s * gain.perLength(),
            s * gain.perVelocity()));
        element.setAttribute("biasprm", RobotXml.text(s * bias.constant(), s * bias.perLength(),
            s * bias.perVelocity()));
      }
      default -> throw new IllegalArgumentException("actuator '" + actuator.name() + "' of " + file + " is a <"
          + element.getTagName() + ">, of which the gain is not written anew: take the numbers of --json");
    }
    if (Double.isFinite(actuator.lowestForce()) || Double.isFinite(actuator.highestForce())) {
      element.setAttribute("forcerange", RobotXml.text(s * actuator.lowestForce(), s * actuator.highestForce()));
    }
  }

  /** What limits the force of a motor is in the model's range of its control. */
  private static void setMotor(Element element, Actuator actuator, double s) {
    StringBuilder gear = new StringBuilder("0 ".repeat(actuator.row()));
    element.setAttribute("gear", gear.append(s * actuator.gear()).toString());
    if (element.getTagName().equals("general")) {
      element.setAttribute("gainprm", "1 0 0");
    }
    if (Double.isFinite(actuator.lower()) && Double.isFinite(actuator.upper())) {
      element.setAttribute("ctrlrange", RobotXml.text(actuator.lower(), actuator.upper()));
      element.setAttribute("ctrllimited", "true");
      element.setAttribute("forcelimited", "false");
    }
  }

  /** By its name, or where it has none by the joint or tendon that it drives. */
  private Element element(Actuator actuator) {
    String driven = actuator.drivesTendon() ? model.tendons().get(actuator.tendon()).name()
        : model.joints().get(actuator.joint()).name();
    Element unnamed = null;
    for (Element section : RobotXml.children(mujoco, "actuator")) {
      for (Node node = section.getFirstChild(); node != null; node = node.getNextSibling()) {
        if (node instanceof Element element) {
          if (element.getAttribute("name").equals(actuator.name())) {
            return element;
          }
          boolean drives = Stream.of("joint", "jointinparent", "tendon")
              .anyMatch(by -> element.getAttribute(by).equals(driven));
          if (!element.hasAttribute("name") && drives && unnamed == null) {
            unnamed = element;
          }
        }
      }
    }
    if (unnamed == null || !actuator.name().equals(driven)) {
      throw new IllegalArgumentException("actuator '" + actuator.name() + "' is not found in " + file + " by that name:"
          + " give it a name there, or take the numbers of --json");
    }
    return unnamed;
  }
}
