package io.github.lanewise.app.identify;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The meshes, textures and parts that a robot's file names by paths from its own folder: read from another folder, the
 * names lead to the same files.
 */
final class NamedFiles {
  private static final String PACKAGE = "package://";
  /** Attributes of an MJCF's compiler that are folders of files; without them these are in the file's own. */
  private static final List<String> FOLDERS = List.of("meshdir", "texturedir");

  private final Path from;
  private final Path to;

  private NamedFiles(Path from, Path to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Changes names that would lead elsewhere.
   *
   * @param document what the file has (modified)
   * @param file where it was read
   * @param other where it is to be written
   */
  static void carry(Document document, Path file, Path other) {
    NamedFiles files = new NamedFiles(folder(file), folder(other));
    if (!files.from.equals(files.to)) {
      Element root = document.getDocumentElement();
      if (root.getTagName().equals("mujoco")) {
        files.carryMjcf(root);
      } else {
        files.carry(root, "mesh", "filename");
        files.carry(root, "texture", "filename");
      }
    }
  }

  private static Path folder(Path file) {
    return file.toAbsolutePath().normalize().getParent();
  }

  private void carryMjcf(Element mujoco) {
    carry(mujoco, "include", "file");
    boolean names = mujoco.getElementsByTagName("asset").getLength() > 0
        || mujoco.getElementsByTagName("include").getLength() > 0;
    String assets = last(mujoco, "assetdir", "");
    for (String attribute : FOLDERS) {
      String own = last(mujoco, attribute, assets);
      List<Element> compilers = RobotXml.children(mujoco, "compiler");
      if (names && !isAbsolute(own)) {
        (compilers.isEmpty() ? RobotXml.append(mujoco, "compiler") : compilers.getLast())
            .setAttribute(attribute, moved(from.resolve(own)));
      }
    }
  }

  private static String last(Element mujoco, String attribute, String otherwise) {
    return RobotXml.children(mujoco, "compiler").stream().filter(compiler -> compiler.hasAttribute(attribute))
        .map(compiler -> compiler.getAttribute(attribute)).reduce(otherwise, (_, last) -> last);
  }

  private void carry(Element root, String tag, String attribute) {
    NodeList all = root.getElementsByTagName(tag);
    for (int k = 0; k < all.getLength(); k++) {
      Element element = (Element) all.item(k);
      String name = element.getAttribute(attribute);
      Path place = name.startsWith(PACKAGE) ? inPackages(name.substring(PACKAGE.length()))
          : name.isEmpty() || isAbsolute(name) ? null : from.resolve(name);
      if (place != null) {
        element.setAttribute(attribute, moved(place));
      }
    }
  }

  /** A file in a package of ROS beside the folder or one around it; null if there is none, or it is found from both. */
  private Path inPackages(String name) {
    for (Path around = from; around != null; around = around.getParent()) {
      Path place = around.resolve(name);
      if (Files.isRegularFile(place)) {
        return to.startsWith(around) ? null : place;
      }
    }
    return null;
  }

  private static boolean isAbsolute(String name) {
    return name.startsWith("/") || name.startsWith("\\") || name.indexOf(':') > 0;
  }

  private String moved(Path place) {
    return to.relativize(place.normalize()).toString().replace('\\', '/');
  }
}
