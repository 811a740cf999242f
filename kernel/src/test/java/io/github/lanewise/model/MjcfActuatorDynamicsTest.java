package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Actuators of MJCF with a state of their own, as MuJoCo 3.14 compiles them, and their states in keyframes. */
class MjcfActuatorDynamicsTest {
  private static final String HINGE = "<compiler angle='radian'/><worldbody><body><joint name='j' range='-.5 1.5'/>"
      + "<geom size='.1'/></body></worldbody>";

  private static String mujoco(String content) {
    return "<mujoco model='m'>" + content + "</mujoco>";
  }

  private static Actuator only(String defaults, String actuator) {
    return RobotModel.parse(mujoco("<default>" + defaults + "</default>" + HINGE + "<actuator>" + actuator
        + "</actuator>")).actuators().getFirst();
  }

  /** Each line is what MuJoCo 3.14 makes of it. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      # defaults                          | actuator | state
                                          | general dyntype='integrator' | INTEGRATOR
                                          | general dyntype='filter' | FILTER 1.0
                                          | general dyntype='filter' dynprm='.2 3' | FILTER 0.2
      | general dyntype='filterexact' dynprm='.2' actrange='-1 2' actearly='true' | EXACT_FILTER 0.2 [-1.0, 2.0] early
                                          | general dyntype='integrator' actlimited='false' actrange='-1 2' | INTEGRATOR
                                          | general dyntype='integrator' actrange='0 0' | INTEGRATOR
                                          | general actearly='true' | NONE
                                          | position timeconst='.2' | EXACT_FILTER 0.2
                                          | intvelocity | INTEGRATOR
                                          | intvelocity actrange='-1 1' | INTEGRATOR [-1.0, 1.0]
                                          | intvelocity inheritrange='.5' | INTEGRATOR [0.0, 1.0]
                                          | cylinder | FILTER 1.0
                                          | cylinder timeconst='.4' | FILTER 0.4
      general dyntype='filter' dynprm='.3' | position | FILTER 0.3
      general dyntype='filter' dynprm='.3' | position timeconst='.2' | EXACT_FILTER 0.2
      general dyntype='filter' dynprm='.3' | position timeconst='0' | NONE
      general dyntype='filter' dynprm='.3' | velocity | NONE
      general dyntype='filter' dynprm='.3' | motor | NONE
      general dyntype='filter' dynprm='.3' | cylinder | FILTER 0.3
      general dynprm='.3' actrange='-1 2' actearly='true' | intvelocity | INTEGRATOR [-1.0, 2.0] early
      position timeconst='.2'             | position | EXACT_FILTER 0.2
      position timeconst='.2'             | general dynprm='.7' | EXACT_FILTER 0.7
      """)
  void kindsHaveTheStatesThatTheyStandFor(String defaults, String actuator, String state) {
    Actuator made = only(defaults == null ? "" : "<" + defaults + "/>", "<" + actuator + " joint='j'/>");
    ActuatorDynamics dynamics = made.dynamics();
    String text = dynamics.kind() + (dynamics.timeConstant() == 0 ? "" : " " + dynamics.timeConstant())
        + (Double.isInfinite(dynamics.lowest()) && Double.isInfinite(dynamics.highest()) ? ""
            : " [" + dynamics.lowest() + ", " + dynamics.highest() + "]") + (dynamics.early() ? " early" : "");
    assertThat(text).isEqualTo(state);
    assertThat(made.hasState()).isEqualTo(!state.equals("NONE"));
  }

  /** The force of a state has its range, whatever that of the control. */
  @Test
  void whatLimitsTheForceDoesNotLimitTheControlOfAState() {
    double none = Double.POSITIVE_INFINITY;
    assertThat(only("", "<general joint='j' dyntype='integrator' gainprm='4' gear='3' ctrlrange='-7 8'"
        + " forcerange='-1 2'/>")).isEqualTo(new Actuator("j", 0, 0, -1, 3, -7, 8, new Affine(4, 0, 0), Affine.ZERO, -1,
            2, new ActuatorDynamics(ActuatorDynamics.Kind.INTEGRATOR, 0, -none, none, false)));
    Actuator aim = only("", "<intvelocity joint='j' inheritrange='1'/>");
    assertThat(new double[] {aim.lower(), aim.upper()}).as("of velocities").containsExactly(-none, none);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      cylinder                        | 5    | 1 | 2 | 3
      cylinder area='3' bias='4 5 6'  | 3    | 4 | 5 | 6
      cylinder diameter='2' area='3'  | 3.141592653589793 | 1 | 2 | 3
      cylinder diameter='-1' area='3' | 3    | 1 | 2 | 3
      """)
  void aCylinderHasAnArea(String actuator, double area, double b0, double b1, double b2) {
    Actuator made = only("<general gainprm='5 6' biasprm='1 2 3'/>", "<" + actuator + " joint='j'/>");
    assertThat(made.gain()).isEqualTo(new Affine(area, 0, 0));
    assertThat(made.bias()).isEqualTo(new Affine(b0, b1, b2));
  }

  @Test
  void whatMakesNoStateIsRefused() {
    refused("<motor joint='j' actrange='-1 1'/>", "has actrange=\"-1 1\" but no state; it takes an actrange with a");
    refused("<general joint='j' dyntype='integrator' actlimited='true'/>", "has actlimited but no actrange");
    refused("<general joint='j' dyntype='integrator' actdim='2'/>", "has actdim=\"2\"; the dyntype integrator has one");
    refused("<intvelocity joint='j' inheritrange='1' actrange='0 1'/>", "has actrange and inheritrange; it takes one");
    refused("<position joint='j' inheritrange='1' dyntype='filter'/>", "inheritrange and the dyntype filter");
    refused("<position joint='j' inheritrange='1' ctrlrange='0 1'/>", "has ctrlrange and inheritrange; it takes one");
    refused("<general joint='j' dyntype='filter' actearly='perhaps'/>", "has actearly=\"perhaps\"");
    refused("<cylinder joint='j' bias='1 2'/>", "with 2 numbers; it takes 3");
    assertThatThrownBy(() -> new ActuatorDynamics(ActuatorDynamics.Kind.FILTER, 0, 0, 1, false))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("FILTER is 0.0 s; it is above 0");
    assertThatThrownBy(() -> new ActuatorDynamics(ActuatorDynamics.Kind.INTEGRATOR, 0, 2, 1, false))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("[2.0, 1.0]; the lower end comes first");
  }

  private static void refused(String actuator, String message) {
    assertThatThrownBy(() -> RobotModel.parse(mujoco(HINGE + "<actuator>" + actuator + "</actuator>")))
        .isInstanceOf(RobotFormatException.class).hasMessageContaining(message);
  }

  /** Of act the numbers of those that are left out are passed over, however many they have. */
  @Test
  void keyframesHaveTheStatesOfTheActuatorsThatAreRead() {
    String robot = mujoco("""
        <worldbody><geom size=".1"/><body><geom size=".1"/><body><joint name="j"/><geom size=".1"/></body></body>
        </worldbody><actuator><intvelocity name="aim" joint="j"/><motor joint="j"/><muscle joint="j"/>
          <general joint="j" dyntype="user" actdim="3"/><position name="lazy" joint="j" timeconst="1"/></actuator>
        <keyframe><key act="1 2 3 4 5 6" ctrl="1 2 3 4 5"/><key/></keyframe>""");
    RobotModel model = RobotModel.parse(robot);
    assertThat(model.keyframes().getFirst().activation()).containsExactly(1, 6);
    assertThat(model.keyframes().getFirst().control()).containsExactly(1, 2, 5);
    assertThat(model.keyframes().getLast().activation()).containsExactly(0, 0);
    assertThat(model.withFreeBase().activationCount()).isEqualTo(model.activationCount()).isEqualTo(2);
    assertThat(RowNames.activation(model)).extracting(RowNames.Row::toString)
        .isEqualTo(List.of("activation of aim", "activation of lazy"));
    assertThat(model.warnings()).noneMatch(warning -> warning.contains("keyframes"));
    assertThatThrownBy(() -> RobotModel.parse(robot.replace("4 5 6", "4 5"))).hasMessageContaining(
        "with 5 numbers; it takes 6");
    RobotModel unknown = RobotModel.parse(robot.replace("<muscle ", "<dcmotor "));
    assertThat(unknown.keyframes().getFirst().activation()).containsExactly(0, 0);
    assertThat(unknown.warnings()).contains("states of keyframes that are left aside: act");
  }

  @Test
  void nobodyChangesTheStatesOfAKeyframe() {
    Keyframe key = new Keyframe("k", 0, new double[0], new double[0], new double[] {1}, new double[0]);
    key.activation()[0] = 2;
    assertThat(key.activation()).containsExactly(1);
  }
}
