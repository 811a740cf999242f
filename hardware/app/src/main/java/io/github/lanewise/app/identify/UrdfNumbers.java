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
 * Other numbers in a URDF file: inertias of links, and damping, friction, armature and stiffness of joints.
 *
 * <p>The body of a joint is its child link with all that is fixed to it: the link gets the whole body's inertia, in its
 * own frame, and what is fixed to it loses its own.
 */
final class UrdfNumbers {
  private static final String[] DYNAMICS = {"armature", "damping", "friction", "stiffness"};
  private static final int JOINT_ROW = 10;

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
      for (int k = 0; k < DYNAMICS.length; k++) {
        if (found[JOINT_ROW + k] != own[JOINT_ROW + k]) {
          only(joint, "dynamics").setAttribute(DYNAMICS[k], Double.toString(found[JOINT_ROW + k]));
        }
      }
      if (!Arrays.equals(found, 0, JOINT_ROW, own, 0, JOINT_ROW)) {
        setInertia(base ? root() : child(joint), found);
      }
    }
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
