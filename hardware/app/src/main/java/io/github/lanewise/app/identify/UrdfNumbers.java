package io.github.lanewise.app.identify;

import static io.github.lanewise.app.identify.RobotXml.append;
import static io.github.lanewise.app.identify.RobotXml.children;
import static io.github.lanewise.app.identify.RobotXml.only;
import static io.github.lanewise.app.identify.RobotXml.remove;

import io.github.lanewise.dynamics.Parameters;
import io.github.lanewise.model.RobotModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Other numbers in a URDF file: inertias of links, damping and friction of joints, and rotor inertias, for which URDF
 * itself has no place, as Drake's element of a transmission.
 *
 * <p>The body of a joint is its child link with all that is fixed to it: the link gets the whole body's inertia, in its
 * own frame, and what is fixed to it loses its own.
 */
final class UrdfNumbers {
  private static final int ARMATURE = 10;
  private static final int DAMPING = 11;
  private static final int FRICTION = 12;
  private static final int STIFFNESS = 13;
  private static final String ROTOR = "drake:rotor_inertia";

  private final Element robot;
  private final boolean freeBase;

  /** In a file whose base may have been freed, so that its first joint is not in it. */
  UrdfNumbers(Document document, boolean freeBase) {
    robot = document.getDocumentElement();
    this.freeBase = freeBase;
  }

  /** Sets the numbers that are not the model's. */
  void set(RobotModel model, double[] parameters) {
    double[] before = Parameters.values(model);
    for (int i = 0; i < model.joints().size(); i++) {
      int first = i * Parameters.ROWS_PER_JOINT;
      double[] found = Arrays.copyOfRange(parameters, first, first + Parameters.ROWS_PER_JOINT);
      double[] own = Arrays.copyOfRange(before, first, first + Parameters.ROWS_PER_JOINT);
      boolean base = freeBase && i == 0;
      Element joint = base ? null : named("joint", model.joints().get(i).name());
      if (found[STIFFNESS] != own[STIFFNESS]) {
        throw new IllegalArgumentException("a URDF file has no place for the stiffness that was found of joint '"
            + model.joints().get(i).name() + "': take the numbers of --json, or an MJCF file as --robot");
      }
      if (found[ARMATURE] != own[ARMATURE]) {
        setRotor(model.joints().get(i).name(), found[ARMATURE]);
      }
      if (found[DAMPING] != own[DAMPING]) {
        only(joint, "dynamics").setAttribute("damping", Double.toString(found[DAMPING]));
      }
      if (found[FRICTION] != own[FRICTION]) {
        only(joint, "dynamics").setAttribute("friction", Double.toString(found[FRICTION]));
      }
      if (!Arrays.equals(found, 0, ARMATURE, own, 0, ARMATURE)) {
        setInertia(base ? root() : child(joint), found);
      }
    }
  }

  /** One rotor that turns as fast as the joint, in place of all that the joint has. */
  private void setRotor(String joint, double inertia) {
    Element first = null;
    for (Element transmission : children(robot, "transmission")) {
      boolean its = children(transmission, "joint").stream().anyMatch(to -> to.getAttribute("name").equals(joint));
      for (Element actuator : its ? children(transmission, "actuator") : List.<Element>of()) {
        remove(actuator, ROTOR);
        remove(actuator, "drake:gear_ratio");
        first = first == null ? actuator : first;
      }
    }
    if (first == null) {
      Element transmission = append(robot, "transmission");
      transmission.setAttribute("name", "rotor of " + joint);
      append(transmission, "joint").setAttribute("name", joint);
      first = append(transmission, "actuator");
      first.setAttribute("name", "rotor of " + joint);
    }
    robot.setAttribute("xmlns:drake", "http://drake.mit.edu");
    append(first, ROTOR).setAttribute("value", Double.toString(inertia));
  }

  private void setInertia(String link, double[] rows) {
    fixedTo(link).forEach(other -> remove(named("link", other), "inertial"));
    Element inertial = only(named("link", link), "inertial");
    while (inertial.hasChildNodes()) {
      inertial.removeChild(inertial.getFirstChild());
    }
    append(inertial, "origin").setAttribute("xyz", RobotXml.text(rows[1], rows[2], rows[3]));
    append(inertial, "mass").setAttribute("value", Double.toString(rows[0]));
    Element inertia = append(inertial, "inertia");
    String[] names = {"ixx", "ixy", "ixz", "iyy", "iyz", "izz"};
    for (int k = 0; k < names.length; k++) {
      inertia.setAttribute(names[k], Double.toString(rows[4 + k]));
    }
  }

  /** The link that no joint moves. */
  private String root() {
    List<String> moved = children(robot, "joint").stream().map(UrdfNumbers::child).toList();
    return children(robot, "link").stream().map(link -> link.getAttribute("name"))
        .filter(link -> !moved.contains(link)).findFirst().orElseThrow();
  }

  private List<String> fixedTo(String link) {
    List<String> links = new ArrayList<>();
    for (Element joint : children(robot, "joint")) {
      if (joint.getAttribute("type").equals("fixed") && only(joint, "parent").getAttribute("link").equals(link)) {
        links.add(child(joint));
        links.addAll(fixedTo(child(joint)));
      }
    }
    return links;
  }

  private static String child(Element joint) {
    return only(joint, "child").getAttribute("link");
  }

  private Element named(String tag, String name) {
    return children(robot, tag).stream().filter(element -> element.getAttribute("name").equals(name)).findFirst()
        .orElseThrow(() -> new IllegalStateException("the file has no " + tag + " '" + name
            + "', though the robot read from it has"));
  }
}
