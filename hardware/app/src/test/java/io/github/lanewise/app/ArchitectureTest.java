package io.github.lanewise.app;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom in all three modules; the layers of the kernel are the business of the kernel's own test. */
class ArchitectureTest {
  private static final String ROOT = "io.github.lanewise";
  private static final String HARDWARE = ROOT + ".hardware";

  /** All packages of the hardware, from the bottom to the top: arrows point down this list. */
  private static final List<String> LAYERS = List.of("linux", "port", "servo.protocol", "servo", "recording.mcap",
      "recording", "loop", "controller", "twin", "robot");

  private static final String COMMANDS = ROOT + ".app";
  private static final String[] SHARED = Stream.of("console", "options", "report", "timing", "wire")
      .map(name -> COMMANDS + "." + name).toArray(String[]::new);

  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(ROOT + "..");

  @Test
  void noCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles()
        .as("packages are free of cycles")
        .because("packages in a cycle are one package")
        .check(CLASSES);
  }

  @Test
  void arrowsOfTheHardwarePointDown() {
    LayeredArchitecture architecture = Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String layer : LAYERS) {
      architecture = architecture.layer(layer).definedBy(HARDWARE + "." + layer);
    }
    architecture = architecture.whereLayer(LAYERS.getFirst()).mayNotAccessAnyLayer();
    for (int i = 1; i < LAYERS.size(); i++) {
      architecture = architecture.whereLayer(LAYERS.get(i))
          .mayOnlyAccessLayers(LAYERS.subList(0, i).toArray(String[]::new));
    }
    architecture.ensureAllClassesAreContainedInArchitectureIgnoring(resideOutsideOfPackage(HARDWARE + ".."))
        .as("every package of the hardware is in the list of layers, and no arrow points up")
        .because("a package must be understood, tested and changed without what is built on it")
        .check(CLASSES);
  }

  @Test
  void theHardwareKnowsNoCommandLine() {
    noClasses().that().resideInAPackage(HARDWARE + "..")
        .should().dependOnClassesThat().resideInAnyPackage(COMMANDS + "..", "picocli..", "me.tongfei..",
            "org.hipparchus..")
        .as("the hardware, its loop above all, knows neither the command line nor the libraries that serve it")
        .because("robots are driven from other programs as well")
        .check(CLASSES);
  }

  @Test
  void commandsDoNotKnowEachOther() {
    slices().matching(COMMANDS + ".(*)").should().notDependOnEachOther()
        .ignoreDependency(alwaysTrue(), resideInAnyPackage(SHARED))
        .as("no command knows another command")
        .because("what two commands need is of console, options, report, timing or wire")
        .check(CLASSES);
  }

  @Test
  void packagesAreNamedAfterWhatTheyHold() {
    noClasses().should().resideInAnyPackage("..util..", "..utils..", "..common..")
        .as("no package is named util or common")
        .because("such a name says nothing of what is inside, so anything goes in")
        .check(CLASSES);
  }
}
