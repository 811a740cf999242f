package io.github.lanewise.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The folder of a robot's file, in which other files are looked for that it names. All robots' files together are no
 * larger than one may be, all meshes together no larger than {@link #MAX_MESH_BYTES}.
 */
final class RobotFolder {
  /** Largest size of all meshes that are read. */
  static final int MAX_MESH_BYTES = 256 << 20;

  private static final String PACKAGE = "package://";
  private static final String FILE = "file://";

  private final Path folder;
  /** Bytes read so far, in all folders of the robot. */
  private final AtomicLong size;
  private final AtomicLong meshSize;

  private RobotFolder(Path folder, AtomicLong size, AtomicLong meshSize) {
    this.folder = folder;
    this.size = size;
    this.meshSize = meshSize;
  }

  /** The folder of a file. */
  static RobotFolder of(Path file) {
    return new RobotFolder(file.toAbsolutePath().getParent(), new AtomicLong(), new AtomicLong());
  }

  /** For a text, which lies nowhere: whatever it names is refused. */
  static RobotFolder none() {
    return new RobotFolder(null, new AtomicLong(), new AtomicLong());
  }

  /** The folder of a file that an element names in this one. */
  RobotFolder of(XmlElement by, String name) {
    return new RobotFolder(path(by, name).getParent(), size, meshSize);
  }

  /** The same for all names of one file. */
  String resolved(XmlElement by, String name) {
    return path(by, name).normalize().toString();
  }

  /** The bytes of a part of the robot that an element names. */
  byte[] read(XmlElement by, String name) {
    return read(by, name, size, XmlReader.MAX_BYTES);
  }

  /** The bytes of a mesh that an element names. */
  byte[] readMesh(XmlElement by, String name) {
    return read(by, name, meshSize, MAX_MESH_BYTES);
  }

  private byte[] read(XmlElement by, String name, AtomicLong total, int limit) {
    Path path = path(by, name);
    if (!Files.isRegularFile(path)) {
      throw by.refuse(by + " has the file '" + name + "', which does not exist in " + folder);
    }
    int left = (int) (limit - total.get());
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(left + 1);
      if (content.length > left) {
        throw by.refuse(by + " has the file '" + name + "', with which the robot's files are larger than "
            + (limit >> 20) + " MiB");
      }
      total.addAndGet(content.length);
      return content;
    } catch (IOException e) {
      throw by.refuse(by + " has the file '" + name + "', which cannot be read: " + e.getMessage());
    }
  }

  /** A path from the folder; or one in a package of ROS, which lies beside it or beside a folder around it. */
  private Path path(XmlElement by, String name) {
    if (folder == null) {
      throw by.refuse(by + " has the file '" + name + "'; a robot that is no file itself can name none");
    }
    try {
      if (!name.startsWith(PACKAGE)) {
        return folder.resolve(name.startsWith(FILE) ? name.substring(FILE.length()) : name);
      }
      Path inPackages = Path.of(name.substring(PACKAGE.length()));
      return Stream.iterate(folder, Objects::nonNull, Path::getParent).map(around -> around.resolve(inPackages))
          .filter(Files::isRegularFile).findFirst().orElseGet(() -> folder.resolve(inPackages));
    } catch (InvalidPathException e) {
      throw by.refuse(by + " has the file '" + name + "', which is no path");
    }
  }
}
