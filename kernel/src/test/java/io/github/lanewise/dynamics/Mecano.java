package io.github.lanewise.dynamics;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A robot in mecano, an independent library. It needs an older EJML, so it has a class loader of its own and is spoken
 * to by reflection. Free joints have their angular rows first there, and armatures none.
 */
final class Mecano {
  static final Path JARS = Path.of("target", "peers");

  private final ClassLoader loader;
  private final RobotModel model;
  private final Object world;
  private final List<Object> joints = new ArrayList<>();
  private final Object system;
  private final int[] qRows;
  private final int[] vRows;

  Mecano(RobotModel model) throws Exception {
    this.model = model;
    loader = new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader());
    Object frame = call(type("us.ihmc.euclid.referenceFrame.ReferenceFrame"), null, "getWorldFrame");
    world = make("us.ihmc.mecano.multiBodySystem.RigidBody", "world", frame);
    List<Object> bodies = new ArrayList<>();
    qRows = new int[model.nq()];
    vRows = new int[model.nv()];
    for (Joint joint : model.joints()) {
      Object made = joint(joint, joint.parent() < 0 ? world : bodies.get(joint.parent()));
      joints.add(made);
      bodies.add(make("us.ihmc.mecano.multiBodySystem.RigidBody", joint.name() + " body", made,
          matrix(joint.body().atCom()), joint.body().mass(), vector(joint.body().com())));
      number(qRows, joint.idxQ(), joint.kind().nq(), joint.kind().nq() == 7 ? 3 : 0);
      number(vRows, joint.idxV(), joint.kind().nv(), joint.kind().nv() == 6 ? 3 : 0);
    }
    Class<?> systems = type("us.ihmc.mecano.multiBodySystem.interfaces.MultiBodySystemReadOnly");
    system = systems.getMethod("toMultiBodySystemInput", List.class).invoke(null, joints);
  }

  private static URL[] jars() throws IOException {
    try (Stream<Path> files = Files.list(JARS)) {
      List<URL> urls = new ArrayList<>();
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        urls.add(jar.toUri().toURL());
      }
      return urls.toArray(URL[]::new);
    }
  }

  private static void number(int[] rows, int first, int size, int shift) {
    for (int i = 0; i < size; i++) {
      rows[first + i] = first + (i + shift) % size;
    }
  }

  private Object joint(Joint joint, Object parent) throws Exception {
    Object placement = make("us.ihmc.euclid.transform.RigidBodyTransform");
    Transform pose = joint.placement();
    call(placement.getClass(), placement, "set", matrix(pose.rotation()), vector(pose.translation()));
    String name = "us.ihmc.mecano.multiBodySystem." + switch (joint.kind()) {
      case REVOLUTE, CONTINUOUS -> "RevoluteJoint";
      case PRISMATIC -> "PrismaticJoint";
      case SPHERICAL -> "SphericalJoint";
      case FREE -> "SixDoFJoint";
    };
    return joint.kind().nv() == 1
        ? make(name, joint.name(), parent, placement, vector(joint.axis()))
        : make(name, joint.name(), parent, placement);
  }

  /** tau without armatures. */
  double[] inverseDynamics(double[] q, double[] v, double[] a) throws Exception {
    set(q, v);
    Object calculator = calculator("InverseDynamicsCalculator");
    call(calculator.getClass(), calculator, "setGravitationalAcceleration", vector(model.gravity()));
    call(calculator.getClass(), calculator, "compute", column(a, vRows));
    return rows(call(calculator.getClass(), calculator, "getJointTauMatrix"));
  }

  /** Accelerations without armatures. */
  double[] forwardDynamics(double[] q, double[] v, double[] tau) throws Exception {
    set(q, v);
    Object calculator = calculator("ForwardDynamicsCalculator");
    call(calculator.getClass(), calculator, "setGravitationalAcceleration", vector(model.gravity()));
    call(calculator.getClass(), calculator, "compute", column(tau, vRows));
    return rows(call(calculator.getClass(), calculator, "getJointAccelerationMatrix"));
  }

  /** M without armatures, row by row. */
  double[] massMatrix(double[] q) throws Exception {
    set(q, new double[vRows.length]);
    Object calculator = calculator("CompositeRigidBodyMassMatrixCalculator");
    double[] theirs = data(call(calculator.getClass(), calculator, "getMassMatrix"));
    int n = vRows.length;
    double[] m = new double[n * n];
    for (int i = 0; i < n * n; i++) {
      m[vRows[i / n] * n + vRows[i % n]] = theirs[i];
    }
    return m;
  }

  private Object calculator(String name) throws Exception {
    return make("us.ihmc.mecano.algorithms." + name, system);
  }

  private void set(double[] q, double[] v) throws Exception {
    int qRow = 0;
    int vRow = 0;
    for (Object joint : joints) {
      qRow = (Integer) call(joint.getClass(), joint, "setJointConfiguration", qRow, column(q, qRows));
      vRow = (Integer) call(joint.getClass(), joint, "setJointVelocity", vRow, column(v, vRows));
    }
    call(world.getClass(), world, "updateFramesRecursively");
  }

  private Object column(double[] values, int[] rows) throws Exception {
    Object column = make("org.ejml.data.DMatrixRMaj", values.length, 1);
    for (int i = 0; i < rows.length; i++) {
      data(column)[i] = values[rows[i]];
    }
    return column;
  }

  private double[] rows(Object column) throws Exception {
    double[] values = new double[vRows.length];
    for (int i = 0; i < values.length; i++) {
      values[vRows[i]] = data(column)[i];
    }
    return values;
  }

  private static double[] data(Object matrix) throws Exception {
    return (double[]) matrix.getClass().getField("data").get(matrix);
  }

  private Object vector(Vec3 u) throws Exception {
    return make("us.ihmc.euclid.tuple3D.Vector3D", u.x().value(), u.y().value(), u.z().value());
  }

  private Object matrix(Mat3 m) throws Exception {
    return make("us.ihmc.euclid.matrix.Matrix3D", m.xx().value(), m.xy().value(), m.xz().value(), m.yx().value(),
        m.yy().value(), m.yz().value(), m.zx().value(), m.zy().value(), m.zz().value());
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return loader.loadClass(name);
  }

  private Object make(String name, Object... arguments) throws Exception {
    for (Constructor<?> constructor : type(name).getConstructors()) {
      if (fits(constructor.getParameterTypes(), arguments)) {
        return constructor.newInstance(arguments);
      }
    }
    throw new NoSuchMethodException("a constructor of " + name + " for " + List.of(arguments));
  }

  private static Object call(Class<?> type, Object target, String name, Object... arguments) throws Exception {
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name) && fits(method.getParameterTypes(), arguments)) {
        try {
          return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
          throw new IllegalStateException(name + " of " + type.getName() + " failed", e.getCause());
        }
      }
    }
    throw new NoSuchMethodException(name + " of " + type.getName() + " for " + List.of(arguments));
  }

  private static boolean fits(Class<?>[] parameters, Object[] arguments) {
    boolean fits = parameters.length == arguments.length;
    for (int i = 0; fits && i < parameters.length; i++) {
      Class<?> given = arguments[i].getClass();
      fits = parameters[i].isAssignableFrom(given) || parameters[i] == double.class && given == Double.class
          || parameters[i] == int.class && given == Integer.class;
    }
    return fits;
  }
}
