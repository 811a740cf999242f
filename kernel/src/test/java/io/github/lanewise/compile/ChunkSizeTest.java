package io.github.lanewise.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.GroundContact;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.PenaltyContact;
import io.github.lanewise.dynamics.StepFunction;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** HotSpot compiles no method of more than 8,000 bytes; what is left to the interpreter is a thousand times slower. */
class ChunkSizeTest {
  private static final int LIMIT = 8000;

  static Stream<Arguments> dialects() {
    return Stream.of(ElementType.values()).map(type -> new Lanes(type, 512)).flatMap(
        lanes -> Stream.of(new VectorDialect(lanes), new IntrinsicDialect(lanes))
            .filter(dialect -> dialect instanceof VectorDialect || IntrinsicDialect.isAvailable())
            .map(dialect -> Arguments.of(lanes, dialect)));
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void noMethodIsTooLongForTheCompiler(Lanes lanes, Dialect dialect) {
    RobotModel model = RobotModel.builtIn("humanoid");
    StepFunction step = new StepFunction(model, Integrator.EULER, 0.002, ControlLaw.torque(model), true)
        .touching(GroundContact.of(model, new PenaltyContact(2e4, 1e3, 1e3, 0.5)));
    for (Graph graph : List.of(step.step(), step.vjp(), Algorithms.forwardDynamicsDerivatives(model))) {
      Schedule schedule = Schedule.of(graph, lanes.type());
      byte[] emitted = Emitter.emit(schedule, lanes, dialect, ClassDesc.of("io.github.lanewise.compile.Emitted"));
      int longest = ClassFile.of().parse(emitted).methods().stream()
          .flatMap(method -> method.findAttribute(Attributes.code()).stream())
          .mapToInt(CodeAttribute::codeLength).max().orElseThrow();
      assertThat(longest).as("bytes of the longest method of %s", graph.name()).isBetween(2000, LIMIT);
    }
  }
}
