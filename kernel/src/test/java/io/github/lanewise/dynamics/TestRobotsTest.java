package io.github.lanewise.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Vec3;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The random trees have what makes trees hard. */
class TestRobotsTest {
  @Test
  void treesHaveEverySpecialCase() {
    Set<String> seen = new HashSet<>();
    for (String name : TestRobots.trees().toList()) {
      RobotModel model = TestRobots.get(name);
      List<Joint> joints = model.joints();
      Mechanism robot = Mechanism.of(model);
      for (int i = 0; i < joints.size(); i++) {
        Joint joint = joints.get(i);
        boolean leaf = joints.stream().noneMatch(other -> other.parent() == joints.indexOf(joint));
        seen.add(joint.kind() + (joint.parent() < 0 ? " at the root" : leaf ? " at an end" : " in the middle"));
        if (joint.parent() >= 0) {
          seen.add(joint.kind() + " on " + joints.get(joint.parent()).kind());
          seen.add(joint.placement().translation().equals(Vec3.ZERO) ? "meeting axes" : "apart");
          seen.add(joint.placement().rotation().equals(Mat3.IDENTITY) ? "parallel frames" : "turned frames");
        }
        seen.add(Math.abs(joint.axis().z().value()) == 1 || joint.axis().z().value() == 0 ? "coordinate axis"
            : "slanted axis");
        seen.add(joint.body().isNone() ? "no mass" : "mass");
        seen.add(joint.armature() > 0 ? "armature" : "no armature");
        seen.add(robot.joint(i).turning() ? "turning" : "symmetric about its axis");
        long siblings = joints.stream().filter(other -> other.parent() == joint.parent()).count();
        seen.add(siblings > 1 ? "branch" : "chain");
      }
    }
    assertThat(seen).contains("meeting axes", "apart", "parallel frames", "turned frames", "coordinate axis",
        "slanted axis", "no mass", "armature", "no armature", "symmetric about its axis", "branch",
        "PRISMATIC on " + JointKind.REVOLUTE, "PRISMATIC on " + JointKind.SPHERICAL);
    for (JointKind kind : JointKind.values()) {
      assertThat(seen).contains(kind + " in the middle");
    }
  }
}
