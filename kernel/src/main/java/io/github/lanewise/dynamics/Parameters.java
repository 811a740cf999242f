package io.github.lanewise.dynamics;

import io.github.lanewise.model.BodyInertia;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Inertia;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/**
 * The physical numbers of a robot as rows that each lane may set for itself: {@link #ROWS_PER_JOINT} rows for joint
 * after joint.
 *
 * <p>Rows of a joint: mass [kg]; centre of mass x, y, z in the joint frame [m]; rotational inertia about the centre of
 * mass on the axes of the joint frame, xx, xy, xz, yy, yz, zz [kg m^2]; armature [kg m^2 or kg]; viscous damping [N m
 * s/rad or N s/m]; dry friction [N m or N]; stiffness [N m/rad or N/m]. For joints with several degrees of freedom the
 * last four hold for each. How damping and stiffness grow, and what tendons and actuators have, is the model's in all
 * lanes.
 */
public final class Parameters {
  /** Rows that each joint takes. */
  public static final int ROWS_PER_JOINT = 14;

  private final RobotModel model;
  private final Scalar[] rows;

  /**
   * Reads the parameters of a model from scalars in the order of {@link #names}; the rows may be inputs or constants.
   *
   * @param model the robot
   * @param rows one scalar for each of the names
   */
  public Parameters(RobotModel model, Scalar[] rows) {
    if (rows.length != count(model)) {
      throw new IllegalArgumentException(
          rows.length + " parameter rows for robot '" + model.name() + "', which has " + count(model));
    }
    this.model = model;
    this.rows = rows;
  }

  /**
   * {@return the model's own numbers, as constants}
   *
   * @param model the robot
   */
  public static Parameters constants(RobotModel model) {
    return new Parameters(model, Scalar.of(values(model)));
  }

  /**
   * {@return the number of rows for a model}
   *
   * @param model the robot
   */
  public static int count(RobotModel model) {
    return ROWS_PER_JOINT * model.joints().size();
  }

  /**
   * {@return the model's own numbers in the order of the rows}
   *
   * @param model the robot
   */
  public static double[] values(RobotModel model) {
    double[] values = new double[count(model)];
    int row = 0;
    for (Joint joint : model.joints()) {
      BodyInertia body = joint.body();
      Mat3 atCom = body.atCom();
      Scalar[] scalars = {body.com().x(), body.com().y(), body.com().z(),
        atCom.xx(), atCom.xy(), atCom.xz(), atCom.yy(), atCom.yz(), atCom.zz()};
      values[row++] = body.mass();
      for (Scalar s : scalars) {
        values[row++] = s.value();
      }
      values[row++] = joint.armature();
      values[row++] = joint.damping();
      values[row++] = joint.friction();
      values[row++] = joint.stiffness();
    }
    return values;
  }

  /**
   * {@return names of the rows, such as {@code elbow.mass}}
   *
   * @param model the robot
   */
  public static String[] names(RobotModel model) {
    String[] kinds = {"mass", "com_x", "com_y", "com_z", "ixx", "ixy", "ixz", "iyy", "iyz", "izz",
      "armature", "damping", "friction", "stiffness"};
    String[] names = new String[count(model)];
    for (int row = 0; row < names.length; row++) {
      names[row] = model.joints().get(row / ROWS_PER_JOINT).name() + "." + kinds[row % ROWS_PER_JOINT];
    }
    return names;
  }

  private Scalar row(int joint, int k) {
    return rows[joint * ROWS_PER_JOINT + k];
  }

  /** Inertia of the body on joint i, about the origin of its joint frame. */
  Inertia inertia(int i) {
    Mat3 atCom = Mat3.symmetric(row(i, 4), row(i, 5), row(i, 6), row(i, 7), row(i, 8), row(i, 9));
    return Inertia.of(row(i, 0), new Vec3(row(i, 1), row(i, 2), row(i, 3)), atCom);
  }

  /** Rotor inertia at joint i. */
  Scalar armature(int i) {
    return row(i, 10);
  }

  /** Viscous damping of joint i. */
  Scalar damping(int i) {
    return row(i, 11);
  }

  /** Dry friction of joint i. */
  Scalar friction(int i) {
    return row(i, 12);
  }

  /** Spring constant of joint i. */
  Scalar stiffness(int i) {
    return row(i, 13);
  }

  /** The model whose numbers these are. */
  RobotModel model() {
    return model;
  }

  /** All rows. */
  Scalar[] rows() {
    return rows;
  }
}
