package io.github.lanewise.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts what MJCF files include in place: the children of the included root stand where the {@code <include>} stood.
 * Paths are relative to the folder of the main file, also in included ones.
 */
final class MjcfIncludes {
  private final RobotFolder folder;
  private final Set<String> included = new HashSet<>();
  private int elements;

  private MjcfIncludes(RobotFolder folder) {
    this.folder = folder;
  }

  /** The whole robot. */
  static XmlElement expand(XmlElement mujoco, RobotFolder folder) {
    return new MjcfIncludes(folder).expand(mujoco, 1);
  }

  private XmlElement expand(XmlElement element, int depth) {
    if (++elements > XmlReader.MAX_ELEMENTS) {
      throw element.refuse("more than " + XmlReader.MAX_ELEMENTS + " elements with what is included");
    }
    if (depth > XmlReader.MAX_DEPTH) {
      throw element.refuse("elements are nested more than " + XmlReader.MAX_DEPTH + " deep with what is included");
    }
    List<XmlElement> children = new ArrayList<>();
    for (XmlElement child : element.children()) {
      if (child.name().equals("include")) {
        String file = child.requiredText("file");
        if (!included.add(folder.resolved(child, file))) {
          throw child.refuse(child + " has the file '" + file + "', which is included already");
        }
        XmlElement root = XmlReader.read(file, folder.read(child, file));
        if (!root.name().equals("mujoco") && !root.name().equals("mujocoinclude")) {
          throw root.refuse("the root element is " + root + "; an included file has <mujocoinclude> or <mujoco>");
        }
        children.addAll(expand(root, depth).children());
      } else {
        children.add(expand(child, depth + 1));
      }
    }
    return element.withChildren(children);
  }
}
