package io.github.lanewise;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may know whom in the kernel; each rule says in its message what was broken, and why there is the rule. */
class ArchitectureTest {
  private static final String ROOT = "io.github.lanewise";

  /** All packages, from the bottom to the top: arrows point down this list. */
  private static final List<String> LAYERS = List.of("lanes", "trace", "spatial", "compile", "dense", "measure",
      "deformable", "model", "dynamics", "network", "sobolev", "sobolev.fitting", "simulation", "sensitivity",
      "sensitivity.shaking", "sensitivity.planning", "identification", "task", "task.deformable", "policy", "learning",
      "data");

  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(ROOT + "..");

  /** No cycles either, then: an order of all packages leaves no room for any. */
  @Test
  void arrowsPointDown() {
    LayeredArchitecture architecture = Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String layer : LAYERS) {
      architecture = architecture.layer(layer).definedBy(packages(layer));
    }
    architecture = architecture.whereLayer(LAYERS.getFirst()).mayNotAccessAnyLayer();
    for (int i = 1; i < LAYERS.size(); i++) {
      architecture = architecture.whereLayer(LAYERS.get(i))
          .mayOnlyAccessLayers(LAYERS.subList(0, i).toArray(String[]::new));
    }
    architecture.ensureAllClassesAreContainedInArchitecture()
        .as("every package of the kernel is in the list of layers, and no arrow points up")
        .because("a package must be understood, tested and changed without what is built on it")
        .check(CLASSES);
  }

  @Test
  void mathematicsKnowsNoRobots() {
    noClasses().that().resideInAnyPackage(packages("dense", "network", "sobolev..", "sensitivity.."))
        .should().dependOnClassesThat().resideInAnyPackage(
            packages("spatial", "model", "dynamics", "simulation", "task", "policy"))
        .as("dense, network, sobolev and sensitivity know no robots")
        .because("they take arrays, and serve whoever has arrays")
        .check(CLASSES);
  }

  @Test
  void theKernelKnowsTheJdkAndMatricesAlone() {
    classes().should().onlyDependOnClassesThat().resideInAnyPackage(ROOT + "..", "java..", "javax.xml..",
            "jdk.incubator.vector..", "org.ejml..")
        .as("the kernel knows the JDK and EJML alone")
        .because("it goes into programs whose other dependencies are not ours to choose")
        .check(CLASSES);
  }

  @Test
  void theKernelKnowsNeitherHardwareNorCommandLine() {
    noClasses().should().dependOnClassesThat().resideInAnyPackage(ROOT + ".hardware..", ROOT + ".app..")
        .as("the kernel knows neither hardware nor the command line")
        .because("both are built on it")
        .check(CLASSES);
  }

  private static String[] packages(String... names) {
    return Arrays.stream(names).map(name -> ROOT + "." + name).toArray(String[]::new);
  }
}
