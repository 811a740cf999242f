package io.github.lanewise.app.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into {@code version.properties}, and the JVM it runs on. */
public final class Version implements IVersionProvider {
  /** The library's version alone. */
  public static String number() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    }
    return properties.getProperty("version");
  }

  /** What {@code --version} prints. */
  @Override
  public String[] getVersion() throws IOException {
    return new String[] {
      "lanewise " + number(),
      System.getProperty("java.vm.name") + " " + Runtime.version() + ", " + System.getProperty("os.arch")
    };
  }
}
