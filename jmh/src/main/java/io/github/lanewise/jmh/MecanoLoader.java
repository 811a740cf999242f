package io.github.lanewise.jmh;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Mecano in a class loader of its own, because it needs EJML 0.39 and fails with the version that the library uses.
 *
 * <p>That loader finds mecano and its EJML first, then this class path once more, so {@link MecanoRobot} is an ordinary
 * class there. What crosses the border is arrays and a {@link Runnable}: no reflection in the timed loop.
 */
final class MecanoLoader {
  private MecanoLoader() {}

  /** {@link MecanoRobot#task} on the far side. */
  static Runnable task(String algorithm, String robot, double[][][] inputs, double[][] output) {
    try {
      ClassLoader loader = new URLClassLoader(urls(), ClassLoader.getPlatformClassLoader());
      return (Runnable) loader.loadClass(MecanoRobot.class.getName())
          .getMethod("task", String.class, String.class, double[][][].class, double[][].class)
          .invoke(null, algorithm, robot, inputs, output);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("mecano could not be set up for " + algorithm + " of " + robot, e);
    }
  }

  private static URL[] urls() {
    List<Path> paths = new ArrayList<>();
    Path folder = peers();
    try (Stream<Path> jars = Files.list(folder)) {
      jars.filter(path -> path.toString().endsWith(".jar")).forEach(paths::add);
    } catch (IOException e) {
      throw new UncheckedIOException("no peers to compare with in " + folder + ": mvn package puts them there", e);
    }
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      paths.add(Path.of(entry));
    }
    try {
      URL[] urls = new URL[paths.size()];
      for (int i = 0; i < urls.length; i++) {
        urls[i] = paths.get(i).toUri().toURL();
      }
      return urls;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Beside benchmarks.jar, or beside the folder of classes that a build makes. */
  private static Path peers() {
    try {
      URL here = MecanoLoader.class.getProtectionDomain().getCodeSource().getLocation();
      return Path.of(here.toURI()).resolveSibling("peers");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
