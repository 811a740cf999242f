package io.github.lanewise.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line on the module path, with what its descriptors ask for and nothing else, does what these tests see of
 * it on the class path.
 */
class ModulePathTest {
  @TempDir
  private Path folder;

  @Test
  void theDescriptorsNameAllThatIsNeeded() throws Exception {
    Path onClassPath = folder.resolve("class-path.json");
    assertThat(Run.of("simulate", "--robot", "double_pendulum", "--batch", 8, "--steps", 10, "--threads", 1,
        "--json", onClassPath).exitCode()).isZero();

    Path onModulePath = folder.resolve("module-path.json");
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--module-path", modulePath("lanewise.app"), "--module", "lanewise.app/" + Lanewise.class.getName(),
        "simulate", "--robot", "double_pendulum", "--batch", "8", "--steps", "10", "--threads", "1",
        "--json", onModulePath.toString()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("exit code, after it said: %s", said).isZero();

    assertThat(said).contains("8 robots, 10 steps");
    assertThat(energyDrift(onModulePath)).isPositive().isEqualTo(energyDrift(onClassPath));
  }

  @Test
  void outputThatCannotBeWrittenIsAFailure() throws Exception {
    File full = new File("/dev/full");
    assumeTrue(full.exists(), "no device that is always full on this system");
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--module-path", modulePath("lanewise.app"), "--module", "lanewise.app/" + Lanewise.class.getName(),
        "--version").redirectOutput(full).start();
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(said).contains("lanewise: not all of the output could be written");
  }

  private static double energyDrift(Path report) throws IOException {
    JsonNode drift = new ObjectMapper().readTree(report.toFile()).path("energy_drift_relative");
    return drift.asDouble(Double.NaN);
  }

  /** Where on the class path the modules are that a module requires, and those that they require. */
  private static String modulePath(String root) {
    Map<String, ModuleReference> all = new LinkedHashMap<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      moduleAt(Path.of(entry), all);
    }
    Map<String, ModuleReference> required = new LinkedHashMap<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(root);
    while (!open.isEmpty()) {
      String name = open.remove();
      ModuleReference module = all.get(name); // null for a module of the JDK
      if (module != null && required.putIfAbsent(name, module) == null) {
        module.descriptor().requires().stream().map(ModuleDescriptor.Requires::name).forEach(open::add);
      }
    }
    return required.values().stream().map(module -> Path.of(module.location().orElseThrow()).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void moduleAt(Path place, Map<String, ModuleReference> modules) {
    try {
      ModuleFinder.of(place).findAll().forEach(module -> modules.put(module.descriptor().name(), module));
    } catch (FindException e) {
      // The name of this archive of the tests' makes no name of a module: nothing can require it.
    }
  }
}
