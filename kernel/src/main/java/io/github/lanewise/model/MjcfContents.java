package io.github.lanewise.model;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import java.util.ArrayList;
import java.util.List;

/** What stands in a body or in the world when frames are gone and replicas are made. */
final class MjcfContents {
  /**
   * An element of it.
   *
   * @param element as in the file
   * @param frame the frames around it, in that of the body
   * @param scope what it inherits
   */
  record Item(XmlElement element, Transform frame, MjcfScope scope) {
    /** The element with what it inherits from its class. */
    XmlElement resolved() {
      return scope.resolve(element);
    }

    /** The same, its frame given in another one of which the pose in the body is {@code x}. */
    Item seenFrom(Transform x) {
      return new Item(element, x.inverse().times(frame), scope);
    }

    boolean is(String name) {
      return element.name().equals(name);
    }
  }

  private int count;

  /** The elements in a body or in the world, in the order of the file. */
  List<Item> of(XmlElement body, MjcfScope scope) {
    List<Item> items = new ArrayList<>();
    collect(body, Transform.IDENTITY, scope, items);
    return items;
  }

  private void collect(XmlElement parent, Transform frame, MjcfScope scope, List<Item> items) {
    for (XmlElement child : parent.children()) {
      switch (child.name()) {
        case "frame" ->
            collect(child, frame.times(scope.file().compiler.pose(child)), scope.inside(child), items);
        case "replicate" -> replicate(child, frame, scope, items);
        default -> {
          if (child.name().equals("inertial") && !List.of("body", "worldbody").contains(parent.name())) {
            throw child.refuse(child + " is in " + parent + "; it belongs into a <body>");
          }
          count(child);
          items.add(new Item(child, frame, scope));
        }
      }
    }
  }

  private void count(XmlElement element) {
    if (++count > XmlReader.MAX_ELEMENTS) {
      throw element.refuse("more than " + XmlReader.MAX_ELEMENTS + " elements with all replicas");
    }
  }

  /** Replica i is turned by i times the angles, and shifted from the one before by the offset on that one's axes. */
  private void replicate(XmlElement replicate, Transform frame, MjcfScope scope, List<Item> items) {
    MjcfCompiler compiler = scope.file().compiler;
    int copies = replicate.integer("count", 0);
    if (copies < 1) {
      throw replicate.refuse(replicate + " has a count of " + copies + "; it takes 1 or more");
    }
    double[] offset = replicate.numbers("offset", 3);
    double[] angles = replicate.numbers("euler", 3);
    Vec3 step = offset == null ? Vec3.ZERO : Vec3.of(offset[0], offset[1], offset[2]);
    Vec3 position = Vec3.ZERO;
    int digits = String.valueOf(copies).length();
    for (int i = 0; i < copies; i++) {
      count(replicate);
      Mat3 turn = angles == null ? Mat3.IDENTITY : compiler.euler(angles[0] * i, angles[1] * i, angles[2] * i);
      String number = String.valueOf(i);
      String end = replicate.text("sep", "") + "0".repeat(digits - number.length()) + number;
      collect(replicate, frame.times(new Transform(turn, position)), scope.inside(replicate).replica(end), items);
      position = position.plus(turn.times(step));
    }
  }
}
