package io.github.lanewise.deformable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A substep against its equations in plain Java, its derivatives against differences and against each other. */
class SubstepTest {
  private static final double[] PARAMETERS = {700, 0.4, 1.3};
  private static final double[] COMMAND = {1e-3, 2e-3, -1e-3, 0.3};

  /** Grids that fill vectors and that do not, in both variants. */
  private static Stream<Cloth> cloths() {
    return Stream.of(new int[] {16, 32}, new int[] {5, 7}, new int[] {1, 9}, new int[] {23, 2}, new int[] {17, 3})
        .map(grid -> Cloth.published().withGrid(grid[0], grid[1], 0.02))
        .flatMap(cloth -> Stream.of(cloth, cloth.withSurroundings(2, 1, FloorContact.PHYSICAL)));
  }

  @ParameterizedTest
  @MethodSource("cloths")
  void followsItsEquations(Cloth cloth) {
    DoubleClothSubstep substep = new DoubleClothSubstep(cloth);
    GridLayout layout = substep.layout;
    double[] s = TestCloths.crumpled(cloth, layout, 1);
    double[] start = s.clone();
    SlowCloth slow = TestCloths.slow(cloth, layout, PARAMETERS, s);
    for (int step = 0; step < 5; step++) {
      substep.forward(s, layout.pad, PARAMETERS, 0, COMMAND, 0, s, layout.pad);
      slow = slow.step(COMMAND);
      SlowCloth fast = TestCloths.slow(cloth, layout, PARAMETERS, s);
      for (int p = 0; p < cloth.pointCount(); p++) {
        assertThat(fast.x[p]).as("x of point %d", p).containsExactly(slow.x[p], within(1e-12));
        assertThat(fast.v[p]).as("v of point %d", p).containsExactly(slow.v[p], within(1e-10));
      }
      assertThat(fast.gripper).containsExactly(slow.gripper, within(1e-15));
    }
    assertThat(s).isNotEqualTo(start);
  }

  /** Every direction at once: a step along a random direction of state, parameters and command. */
  @ParameterizedTest
  @MethodSource("cloths")
  void pushesTangentsForward(Cloth cloth) {
    DoubleClothSubstep substep = new DoubleClothSubstep(cloth);
    GridLayout layout = substep.layout;
    double[] s = TestCloths.crumpled(cloth, layout, 2);
    double[] dot = TestCloths.direction(layout, 3);
    double[] parametersDot = {50, 0.3, 0.2};
    double[] commandDot = {0.5, -0.4, 0.3, 0.7};
    double h = 1e-6;
    double[] after = moved(substep, s, dot, parametersDot, commandDot, h);
    double[] before = moved(substep, s, dot, parametersDot, commandDot, -h);
    double[] pushed = dot.clone();
    substep.pushForward(s, layout.pad, PARAMETERS, 0, COMMAND, 0, pushed, layout.pad, parametersDot, 0, commandDot, 0);
    double largest = 0;
    for (int e = 0; e < s.length; e++) {
      double difference = (after[e] - before[e]) / (2 * h);
      if (isNumber(layout, e)) {
        assertThat(pushed[e]).as("element %d of %s", e, cloth).isCloseTo(difference,
            within(2e-6 * (10 + Math.abs(difference))));
        largest = Math.max(largest, Math.abs(difference));
      }
    }
    assertThat(largest).isGreaterThan(1);
  }

  private static boolean isNumber(GridLayout layout, int element) {
    int from = element - layout.pad;
    return from >= 0 && (from / layout.pitch < 6 && from % layout.pitch < layout.pointCount()
        || from / layout.pitch == 6 && from % layout.pitch < 3);
  }

  private static double[] moved(DoubleClothSubstep substep, double[] s, double[] dot, double[] parametersDot,
      double[] commandDot, double h) {
    int at = substep.layout.pad;
    double[] state = along(s, dot, h);
    substep.forward(state, at, along(PARAMETERS, parametersDot, h), 0, along(COMMAND, commandDot, h), 0, state, at);
    return state;
  }

  private static double[] along(double[] a, double[] direction, double h) {
    double[] b = a.clone();
    for (int e = 0; e < a.length; e++) {
      b[e] += h * direction[e];
    }
    return b;
  }

  /** {@code y_bar . (F' x_dot) = (F'^T y_bar) . x_dot}, for state, parameters and command together. */
  @ParameterizedTest
  @MethodSource("cloths")
  void pullsBackTheTransposeOfWhatItPushes(Cloth cloth) {
    DoubleClothSubstep substep = new DoubleClothSubstep(cloth);
    GridLayout layout = substep.layout;
    int at = layout.pad;
    double[] s = TestCloths.crumpled(cloth, layout, 4);
    for (int direction = 0; direction < 3; direction++) {
      double[] dot = TestCloths.direction(layout, 5 + direction);
      double[] parametersDot = {50, 0.3, 0.2};
      double[] commandDot = {0.5, -0.4, 0.3, 0.7};
      double[] pushed = dot.clone();
      substep.pushForward(s, at, PARAMETERS, 0, COMMAND, 0, pushed, at, parametersDot, 0, commandDot, 0);
      double[] seed = TestCloths.direction(layout, 15 + direction);
      double[] bar = seed.clone();
      double[] parametersBar = new double[3];
      double[] commandBar = new double[4];
      substep.pullBack(s, at, PARAMETERS, 0, COMMAND, 0, bar, at, parametersBar, 0, commandBar, 0);
      double pulled = TestCloths.dot(bar, dot) + TestCloths.dot(parametersBar, parametersDot)
          + TestCloths.dot(commandBar, commandDot);
      double expected = TestCloths.dot(seed, pushed);
      assertThat(pulled).as(cloth.toString()).isCloseTo(expected, within(1e-11 * TestCloths.dot(seed, seed)));
      assertThat(parametersBar).doesNotContain(0);
      assertThat(commandBar).doesNotContain(0);
    }
  }

  @ParameterizedTest
  @MethodSource("cloths")
  void floatsAreNear(Cloth cloth) {
    DoubleClothSubstep substep = new DoubleClothSubstep(cloth);
    FloatClothSubstep floats = new FloatClothSubstep(cloth);
    GridLayout layout = substep.layout;
    GridLayout floatLayout = floats.layout;
    double[] s = TestCloths.crumpled(cloth, layout, 6);
    float[] f = TestCloths.floats(TestCloths.crumpled(cloth, floatLayout, 6));
    double[] bar = TestCloths.direction(layout, 7);
    float[] floatBar = TestCloths.floats(TestCloths.direction(floatLayout, 7));
    double[] parametersBar = new double[3];
    double[] commandBar = new double[4];
    float[] floatParametersBar = new float[3];
    float[] floatCommandBar = new float[4];
    substep.pullBack(s, layout.pad, PARAMETERS, 0, COMMAND, 0, bar, layout.pad, parametersBar, 0, commandBar, 0);
    floats.pullBack(f, floatLayout.pad, TestCloths.floats(PARAMETERS), 0, TestCloths.floats(COMMAND), 0, floatBar,
        floatLayout.pad, floatParametersBar, 0, floatCommandBar, 0);
    substep.forward(s, layout.pad, PARAMETERS, 0, COMMAND, 0, s, layout.pad);
    floats.forward(f, floatLayout.pad, TestCloths.floats(PARAMETERS), 0, TestCloths.floats(COMMAND), 0, f,
        floatLayout.pad);
    for (int c = 0; c < 6; c++) {
      for (int p = 0; p < layout.pointCount(); p++) {
        int e = layout.pad + c * layout.pitch + p;
        int to = floatLayout.pad + c * floatLayout.pitch + p;
        assertThat((double) f[to]).isCloseTo(s[e], within(1e-4));
        assertThat((double) floatBar[to]).isCloseTo(bar[e], within(2e-3 * (1 + Math.abs(bar[e]))));
      }
    }
    for (int k = 0; k < 3; k++) {
      assertThat((double) floatParametersBar[k]).isCloseTo(parametersBar[k],
          within(1e-2 * (1e-3 + Math.abs(parametersBar[k]))));
    }
  }
}
