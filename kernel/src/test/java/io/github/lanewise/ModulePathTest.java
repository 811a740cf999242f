package io.github.lanewise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program with a module descriptor of its own needs {@code requires lanewise.kernel} and two entries of the module
 * path, and then computes what it would on the class path.
 */
class ModulePathTest {
  private static final String DESCRIPTOR = """
      module program {
        requires lanewise.kernel;
      }
      """;
  private static final String MAIN = """
      package program;

      import io.github.lanewise.model.RobotModel;
      import io.github.lanewise.simulation.Simulation;

      class Main {
        public static void main(String[] arguments) {
          try (Simulation simulation = Simulation.of(RobotModel.builtIn("double_pendulum")).robots(1).build()) {
            simulation.state().set(0, 0, 1);
            simulation.step(10);
            System.out.println(simulation.state().get(0, 0));
          }
        }
      }
      """;

  @Test
  void theKernelAndMatricesAreEnough(@TempDir Path folder) throws Exception {
    Path descriptor = Files.writeString(folder.resolve("module-info.java"), DESCRIPTOR);
    Path main = Files.writeString(folder.resolve("Main.java"), MAIN);
    String modules = placeOf(Simulation.class) + File.pathSeparator + placeOf(DMatrixRMaj.class);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int compiled = ToolProvider.getSystemJavaCompiler().run(null, said, said, "--module-path", modules,
        "-d", folder.toString(), descriptor.toString(), main.toString());
    assertThat(compiled).as("exit code of the compiler, after it said: %s", said).isZero();

    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--module-path", modules + File.pathSeparator + folder, "--module", "program/program.Main")
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String angle;
    try (BufferedReader out = process.inputReader()) {
      angle = out.readLine();
    }
    assertThat(process.waitFor()).as("exit code of the program").isZero();

    try (Simulation simulation = Simulation.of(RobotModel.builtIn("double_pendulum")).robots(1).build()) {
      simulation.state().set(0, 0, 1);
      simulation.step(10);
      assertThat(angle).isEqualTo(Double.toString(simulation.state().get(0, 0)));
    }
  }

  /** The folder or archive that a class was loaded from. */
  private static Path placeOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
