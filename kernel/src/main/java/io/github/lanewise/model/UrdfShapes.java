package io.github.lanewise.model;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what URDF links look like and collide with: {@code <visual>} and {@code <collision>}. Friction is that of
 * Bullet's {@code <contact>} in the link, else of Gazebo's {@code <mu1>}, else MuJoCo's default.
 */
final class UrdfShapes {
  private final RobotBuilder builder;
  private final RobotFolder folder;
  private final Map<String, Material> gazebo = new HashMap<>();
  private final Set<String> lopsided = new LinkedHashSet<>();
  private final Set<String> shapeless = new LinkedHashSet<>();

  UrdfShapes(XmlElement robot, RobotBuilder builder, RobotFolder folder) {
    this.builder = builder;
    this.folder = folder;
    for (XmlElement extension : robot.children("gazebo")) {
      XmlElement mu1 = extension.child("mu1");
      XmlElement mu2 = extension.child("mu2");
      if (extension.has("reference") && mu1 != null) {
        String link = extension.text("reference");
        double friction = number(mu1);
        gazebo.put(link, sliding(mu1, friction));
        if (mu2 != null && number(mu2) != friction) {
          lopsided.add(link);
        }
      }
    }
  }

  /** {@code <mu1>0.8</mu1>}, or the older {@code <mu1 value="0.8"/>}. */
  private static double number(XmlElement element) {
    return element.has("value") ? element.number("value") : element.contentNumber();
  }

  private static Material sliding(XmlElement element, double friction) {
    return element.make(() -> Material.DEFAULT.withFriction(
        friction, Material.DEFAULT.torsional(), Material.DEFAULT.rolling()));
  }

  void warn() {
    builder.warn("links whose friction differs by direction, of which the first is taken", lopsided);
    builder.warn("shapes that are not understood, left out of the geometries", shapeless);
  }

  /** Adds the shapes of a link. */
  void add(XmlElement link) {
    String name = link.text("name");
    Material material = material(link);
    for (XmlElement child : link.children()) {
      if (child.name().equals("visual") || child.name().equals("collision")) {
        Shape shape = shape(child);
        if (shape == null) {
          shapeless.add("<" + child.name() + "> of link " + name);
        } else {
          if (shape instanceof Shape.Mesh mesh) {
            builder.meshes.put(mesh, () -> MeshFile.read(child, mesh.file(), folder.readMesh(child, mesh.file()))
                .placed(mesh));
          }
          Geometry.Purpose purpose =
              child.name().equals("visual") ? Geometry.Purpose.VISUAL : Geometry.Purpose.COLLISION;
          builder.geometry(new RobotBuilder.Shaped(
              child.text("name", ""), name, UrdfReader.origin(child), shape, purpose, material, child));
        }
      }
    }
  }

  private Material material(XmlElement link) {
    Material otherwise = gazebo.getOrDefault(link.text("name"), Material.DEFAULT);
    XmlElement contact = link.child("contact");
    if (contact == null) {
      return otherwise;
    }
    return contact.make(() -> otherwise.withFriction(
        friction(contact, "lateral_friction", otherwise.sliding()),
        friction(contact, "spinning_friction", otherwise.torsional()),
        friction(contact, "rolling_friction", otherwise.rolling())));
  }

  private static double friction(XmlElement contact, String kind, double otherwise) {
    XmlElement friction = contact.child(kind);
    return friction == null ? otherwise : friction.number("value");
  }

  /** The form of a visual or a collision; null if it is none that is known. URDF's lengths are whole, ours half. */
  private static Shape shape(XmlElement element) {
    XmlElement geometry = element.child("geometry");
    for (XmlElement form : geometry == null ? List.<XmlElement>of() : geometry.children()) {
      Shape shape = form.make(() -> switch (form.name()) {
        case "sphere" -> new Shape.Sphere(form.number("radius"));
        case "capsule" -> new Shape.Capsule(form.number("radius"), form.number("length") / 2);
        case "cylinder" -> new Shape.Cylinder(form.number("radius"), form.number("length") / 2);
        case "box" -> {
          double[] size = form.requiredNumbers("size", 3);
          yield new Shape.Box(size[0] / 2, size[1] / 2, size[2] / 2);
        }
        case "mesh" -> {
          double[] scale = form.has("scale") ? form.numbers("scale", 3) : new double[] {1, 1, 1};
          yield new Shape.Mesh(form.requiredText("filename"), scale[0], scale[1], scale[2]);
        }
        default -> null;
      });
      if (shape != null) {
        return shape;
      }
    }
    return null;
  }
}
