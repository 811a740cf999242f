package io.github.lanewise.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.trace.Forward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.RandomFormula;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.constant.ClassDesc;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Vectors are locals of one method, of at most the budgeted number of vector operations: what C2 needs to keep them in
 * registers. Read from the class files of the library and of the kernels that it emits.
 */
class VectorRulesTest {
  private static final String VECTORS = "jdk/incubator/vector/";

  /** What breaks each rule once: the audit must find it all. */
  @SuppressWarnings("unused")
  private static final class Offender {
    private static final VectorSpecies<Double> ALLOWED = DoubleVector.SPECIES_128;
    private DoubleVector field;
    private static VectorSpecies<Double> notFinal;
    private DoubleVector[] arrayField;

    private record Pair(DoubleVector a, int b) {}

    private static int parameter(DoubleVector v) {
      return v.length();
    }

    private static DoubleVector result() {
      return null;
    }

    private static Object array() {
      return new DoubleVector[2];
    }

    private static Runnable captured() {
      DoubleVector v = DoubleVector.zero(ALLOWED);
      return () -> v.add(1);
    }
  }

  @Test
  void theLibraryKeepsVectorsLocal() throws IOException, URISyntaxException {
    Path classes = Path.of(Kernel.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> found = new ArrayList<>();
    int read = 0;
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
        // What it does is done where nothing was compiled, so that vectors lie in boxes anyway.
        if (!file.endsWith("VectorIntrinsics.class")) {
          audit(ClassFile.of().parse(file), found);
        }
        read++;
      }
    }
    assertThat(found).isEmpty();
    assertThat(read).isGreaterThan(30);
  }

  @Test
  void theAuditFindsOffenders() throws IOException {
    List<String> found = new ArrayList<>();
    for (Class<?> c : List.of(Offender.class, Offender.Pair.class)) {
      String resource = c.getName().substring(c.getPackageName().length() + 1) + ".class";
      audit(ClassFile.of().parse(c.getResourceAsStream(resource).readAllBytes()), found);
    }
    assertThat(String.join("\n", found))
        .contains("field ", "notFinal", "arrayField", "component a", "parameter", "result", "array creates",
            "captured passes")
        .doesNotContain("ALLOWED");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void emittedKernelsKeepVectorsLocalAndUnderBudget(long seed) {
    Lanes doubles = new Lanes(ElementType.DOUBLE, 512);
    Lanes floats = new Lanes(ElementType.FLOAT, 128);
    keepVectorsLocalAndUnderBudget(seed, doubles, new VectorDialect(doubles));
    keepVectorsLocalAndUnderBudget(seed, floats, new VectorDialect(floats));
    if (IntrinsicDialect.isAvailable()) {
      keepVectorsLocalAndUnderBudget(seed, doubles, new IntrinsicDialect(doubles));
      keepVectorsLocalAndUnderBudget(seed, floats, new IntrinsicDialect(floats));
    }
  }

  private static void keepVectorsLocalAndUnderBudget(long seed, Lanes lanes, Dialect dialect) {
    Graph graph = new Graph("audit " + seed);
    Scalar[] x = graph.input("x", 12);
    Scalar[] wild = RandomFormula.wild(seed, x, 300, 300);
    Scalar[] y = RandomFormula.tame(seed, x, 300, 20);
    graph.output("each", wild);
    graph.output("again", Arrays.copyOf(wild, 150));
    graph.output("yDot", Forward.jvp(y, x, Scalar.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)));
    graph.output("xBar", Reverse.vjp(y, y, x));
    graph.output("copies", x);
    Schedule schedule = Schedule.of(graph, lanes.type());
    ClassModel emitted = ClassFile.of()
        .parse(Emitter.emit(schedule, lanes, dialect, ClassDesc.of("io.github.lanewise.compile.Emitted")));
    List<String> found = new ArrayList<>();
    audit(emitted, found);
    assertThat(found).isEmpty();
    int most = 0;
    int chunks = 0;
    for (MethodModel method : emitted.methods()) {
      int operations = vectorOperations(method);
      assertThat(operations).as("%s of seed %d, %s", method.methodName(), seed, lanes)
          .isLessThanOrEqualTo(Schedule.BUDGET);
      most = Math.max(most, operations);
      chunks += operations > 0 ? 1 : 0;
    }
    assertThat(chunks).isGreaterThan(10);
    assertThat(most).isGreaterThan(Schedule.BUDGET * 3 / 4);
  }

  /** Calls of the Vector API and of what it is made of; reinterpretations are free. */
  private static int vectorOperations(MethodModel method) {
    return (int) method.code().orElseThrow().elementStream()
        .filter(e -> e instanceof InvokeInstruction call && (call.owner().asInternalName().startsWith(VECTORS)
            || call.owner().asInternalName().equals(VectorIntrinsics.HOLDER.replace('.', '/')))
            && !call.name().stringValue().startsWith("reinterpret"))
        .count();
  }

  private static void audit(ClassModel c, List<String> found) {
    String name = c.thisClass().asInternalName();
    for (FieldModel field : c.fields()) {
      String type = field.fieldType().stringValue();
      boolean constant = (field.flags().flagsMask() & (ClassFile.ACC_STATIC | ClassFile.ACC_FINAL))
          == (ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
      if (type.contains(VECTORS) && !(constant && type.equals("L" + VECTORS + "VectorSpecies;"))) {
        found.add(name + " field " + field.fieldName() + " " + type);
      }
    }
    c.findAttribute(Attributes.record()).ifPresent(r -> r.components().forEach(component -> {
      if (component.descriptor().stringValue().contains(VECTORS)) {
        found.add(name + " component " + component.name());
      }
    }));
    for (MethodModel method : c.methods()) {
      if (method.methodType().stringValue().contains(VECTORS)) {
        found.add(name + "." + method.methodName() + " " + method.methodType());
      }
      method.code().ifPresent(code -> code.forEach(e -> {
        if (e instanceof NewReferenceArrayInstruction made && made.componentType().asInternalName().contains(VECTORS)) {
          found.add(name + "." + method.methodName() + " creates an array of " + made.componentType().asInternalName());
        }
        if (e instanceof InvokeDynamicInstruction call && call.type().stringValue().contains(VECTORS)) {
          found.add(name + "." + method.methodName() + " passes a vector to a lambda");
        }
        if (e instanceof InvokeInstruction call && call.type().stringValue().contains(VECTORS)
            && !call.owner().asInternalName().startsWith(VECTORS)) {
          found.add(name + "." + method.methodName() + " passes a vector to " + call.owner().asInternalName());
        }
      }));
    }
  }
}
