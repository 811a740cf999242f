package io.github.lanewise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolutionException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README says of EJML's algorithms on the module path: with those of one number type they resolve. */
class EjmlModulesTest {
  private static Configuration resolve(String... algorithms) {
    List<String> wanted = Stream.concat(Stream.of("ejml-core"), Stream.of(algorithms)).toList();
    Path[] path = Stream.concat(Stream.of(Path.of("target/classes")),
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
            .filter(jar -> wanted.stream().anyMatch(name -> jar.getFileName().toString().startsWith(name))))
        .toArray(Path[]::new);
    assertThat(path).hasSize(1 + wanted.size());
    return ModuleLayer.boot().configuration()
        .resolve(ModuleFinder.of(path), ModuleFinder.ofSystem(), Set.of("lanewise.kernel"));
  }

  @Test
  void thoseOfDoubleResolve() {
    assertThat(resolve("ejml-ddense").findModule("ejml.ddense")).isPresent();
    assertThat(resolve().findModule("ejml.ddense")).isEmpty();
  }

  @Test
  void thoseOfBothNumberTypesDoNot() {
    assertThatThrownBy(() -> resolve("ejml-ddense", "ejml-fdense")).isInstanceOf(ResolutionException.class)
        .hasMessageContaining("org.ejml.dense");
  }
}
