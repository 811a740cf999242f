package io.github.lanewise.app.identify;

import static io.github.lanewise.app.identify.RobotXml.children;

import io.github.lanewise.dynamics.Parameters;
import io.github.lanewise.model.BodyInertia;
import io.github.lanewise.model.Frame;
import io.github.lanewise.model.Growth;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Vec3;
import java.nio.file.Path;
import java.util.Arrays;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Other numbers in an MJCF file: {@code <inertial>} of bodies, armature, damping, frictionloss and stiffness of joints,
 * and what actuators give.
 *
 * <p>A number is written at the element itself, whatever its class has. The body of a joint is the one that it is the
 * last joint of, with all that is fixed to that: the body gets the whole inertia, and what is fixed to it none.
 */
final class MjcfNumbers {
  private static final int JOINT_ROW = 10;

  private final Element mujoco;
  private final RobotModel model;
  private final MjcfTree tree;
  private final MjcfGains gains;

  /** In a file from which a model was read. */
  MjcfNumbers(Path file, Document document, RobotModel model) {
    mujoco = document.getDocumentElement();
    this.model = model;
    tree = new MjcfTree(file, mujoco);
    gains = new MjcfGains(file, mujoco, model);
  }

  /**
   * Sets the numbers that are not the model's.
   *
   * @param parameters of the joints, then what each actuator gives of what the file says, if that is among them
   */
  void set(double[] parameters) {
    double[] before = Parameters.values(model);
    boolean scaled = dropTotalMass();
    boolean weighs = false;
    for (int i = 0; i < model.joints().size(); i++) {
      int first = i * Parameters.ROWS_PER_JOINT;
      double[] found = Arrays.copyOfRange(parameters, first, first + Parameters.ROWS_PER_JOINT);
      double[] own = Arrays.copyOfRange(before, first, first + Parameters.ROWS_PER_JOINT);
      if (!Arrays.equals(found, JOINT_ROW, found.length, own, JOINT_ROW, own.length)) {
        setJoint(model.joints().get(i), found, own);
      }
      if (!Arrays.equals(found, 0, JOINT_ROW, own, 0, JOINT_ROW) || scaled && own[0] > 0) {
        setInertia(i, found);
        weighs = true;
      }
    }
    if (weighs) {
      believeInertials();
    }
    for (int k = before.length; k < parameters.length; k++) {
      if (parameters[k] != 1) {
        gains.set(model.actuators().get(k - before.length), parameters[k]);
      }
    }
  }

  private void setJoint(Joint joint, double[] found, double[] own) {
    Element element = tree.joint(joint.name());
    String[] names = {"armature", "damping", "frictionloss", "stiffness"};
    Growth[] growths = {Growth.NONE, joint.dampingGrowth(), Growth.NONE, joint.stiffnessGrowth()};
    boolean byTime = tree.mentions("springdamper") && (found[11] != own[11] || found[13] != own[13]);
    if (byTime) {
      element.setAttribute("springdamper", "0 0");
    }
    for (int k = 0; k < names.length; k++) {
      double number = found[JOINT_ROW + k];
      if (number != own[JOINT_ROW + k] || byTime && k % 2 == 1) {
        element.setAttribute(names[k], growths[k].isNone() ? Double.toString(number)
            : RobotXml.text(number, growths[k].linear(), growths[k].quadratic()));
      }
    }
  }

  private void setInertia(int joint, double[] r) {
    MjcfTree.Body body = tree.bodyOf(model.joints().get(joint).name());
    Frame frame = model.frames().stream().filter(f -> f.name().equals(body.name()) && f.joint() == joint).findFirst()
        .orElseThrow(() -> new IllegalStateException("no body '" + body.name() + "' on joint " + joint));
    BodyInertia inertia = new BodyInertia(r[0], Vec3.of(r[1], r[2], r[3]),
        Mat3.of(r[4], r[5], r[6], r[5], r[7], r[8], r[6], r[8], r[9])).toParent(frame.placement().inverse());
    Mat3 m = inertia.atCom();
    Element inertial = anew(body.element());
    inertial.setAttribute("pos", RobotXml.text(inertia.com().x().value(), inertia.com().y().value(),
        inertia.com().z().value()));
    inertial.setAttribute("mass", Double.toString(r[0]));
    inertial.setAttribute("fullinertia", RobotXml.text(m.xx().value(), m.yy().value(), m.zz().value(), m.xy().value(),
        m.xz().value(), m.yz().value()));
    for (Element fixed : tree.fixedTo(body)) {
      Element none = anew(fixed);
      none.setAttribute("pos", "0 0 0");
      none.setAttribute("mass", "0");
      none.setAttribute("diaginertia", "0 0 0");
    }
  }

  /** The only {@code <inertial>} of a body, at its beginning. */
  private static Element anew(Element body) {
    RobotXml.remove(body, "inertial");
    Element inertial = body.getOwnerDocument().createElement("inertial");
    body.insertBefore(inertial, body.getFirstChild());
    inertial.setUserData(MjcfNumbers.class.getName(), true, null);
    return inertial;
  }

  /** Takes away what scales all masses: they are in the model as it made them. */
  private boolean dropTotalMass() {
    boolean scaled = false;
    for (Element compiler : children(mujoco, "compiler")) {
      scaled |= compiler.hasAttribute("settotalmass") && Double.parseDouble(compiler.getAttribute("settotalmass")) > 0;
      compiler.removeAttribute("settotalmass");
    }
    return scaled;
  }

  /** Where inertias are always those of geoms, the file's own inertials had no effect, and those written have. */
  private void believeInertials() {
    for (Element compiler : children(mujoco, "compiler")) {
      if (compiler.getAttribute("inertiafromgeom").equals("true")) {
        compiler.setAttribute("inertiafromgeom", "auto");
        for (Element body : tree.bodies()) {
          for (Element inertial : children(body, "inertial")) {
            if (inertial.getUserData(MjcfNumbers.class.getName()) == null) {
              body.removeChild(inertial);
            }
          }
        }
      }
    }
  }
}
