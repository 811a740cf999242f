package io.github.lanewise.app.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.Run;
import io.github.lanewise.deformable.Rope;
import io.github.lanewise.task.deformable.ClothTask;
import io.github.lanewise.task.deformable.ClothTasks;
import io.github.lanewise.task.deformable.ClothVariant;
import io.github.lanewise.task.deformable.RopeTask;
import io.github.lanewise.task.deformable.RopeTasks;
import io.github.lanewise.task.deformable.RopeVariant;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cloths and ropes on a page are where the task had them, and commands on them say what they do not do. */
class DeformableClipTest {
  /** Frames come of single commands, the return of whole steps. */
  @Test
  void framesAreThoseOfTheEpisode() {
    ClothTask task = ClothTasks.named("fold", ClothVariant.PHYSICAL);
    DeformableClip clip = DeformableClip.ofRandomActions(task, 3L);
    assertThat(clip.frames()).isEqualTo(121);
    assertThat(clip.frameStep()).isEqualTo(0.1, within(1e-15));
    double sum = 0;
    for (int t = 1; t <= 3; t++) {
      sum += Math.exp(-10 * task.distance(clip.points(40 * t))) * Math.pow(0.99, t);
    }
    assertThat(clip.episodeReturn()).isEqualTo(sum, within(1e-12));
    assertThat(clip.points(120)).as("the picks moved something").isNotEqualTo(clip.points(0));

    ObjectNode json = clip.toJson();
    FloatBuffer shown = floats(json.get("sheet").get("points_float32").asText());
    assertThat(shown.remaining()).isEqualTo(121 * 1536);
    double[] last = clip.points(120);
    for (int p = 0; p < 512; p++) {
      int at = 120 * 1536 + 3 * p;
      assertThat(shown.get(at)).isEqualTo((float) last[3 * p]);
      assertThat(shown.get(at + 1)).as("z up").isEqualTo((float) -last[3 * p + 2]);
      assertThat(shown.get(at + 2)).isEqualTo((float) last[3 * p + 1]);
    }
    assertThat(floats(json.get("sheet").get("goal_float32").asText()).remaining()).isEqualTo(1536);
    FloatBuffer gripper = floats(json.get("positions_float32").asText());
    assertThat(gripper.remaining()).isEqualTo(3 * 121);
    assertThat(gripper.get(0)).isEqualTo(0.5f);
  }

  /** A tube through the middles of cross-sections; frames come of whole steps here, too. */
  @Test
  void ropeIsATubeAndItsBoxABox() {
    RopeTask task = RopeTasks.named("whip", RopeVariant.PHYSICAL);
    DeformableClip clip = DeformableClip.ofRandomActions(task, 3L);
    assertThat(clip.frames()).isEqualTo(71);
    assertThat(clip.frameStep()).isEqualTo(0.007, within(1e-15));
    double sum = 0;
    for (int t = 1; t <= 70; t++) {
      sum += Math.exp(-10 * task.distance(clip.points(t)));
    }
    assertThat(clip.episodeReturn()).isEqualTo(sum, within(1e-12));
    assertThat(clip.points(70)).as("the swings moved it").isNotEqualTo(clip.points(0));
    ObjectNode json = clip.toJson();
    FloatBuffer shown = floats(json.get("tube").get("points_float32").asText());
    assertThat(shown.remaining()).isEqualTo(71 * 67 * 3);
    assertThat(shown.get(70 * 201 + 4)).as("z up").isEqualTo((float) -clip.points(70)[5]);
    assertThat(floats(json.get("tube").get("goal_float32").asText()).remaining()).isEqualTo(201);
    assertThat(json.get("shapes").get(0).get("kind").asText()).isEqualTo("box");
    assertThat(floats(json.get("positions_float32").asText()).remaining()).isEqualTo(3 * 71);
  }

  /** Two frames of two layers of six particles, one after the other across the rope, and the box behind each. */
  @Test
  void crossSectionsAreMeans() {
    CrossSections along = new CrossSections(new Rope.Lattice(4, 2, 3, 0.1, 0.1));
    assertThat(along.count()).isEqualTo(4);
    assertThat(Math.PI * along.radius() * along.radius()).as("as thick").isEqualTo(6 * 0.01, within(1e-15));
    double[] frames = new double[2 * 3 * 25];
    for (int frame = 0; frame < 2; frame++) {
      for (int p = 0; p < 25; p++) {
        frames[3 * (25 * frame + p)] = p % 4 + 10 * frame;
        frames[3 * (25 * frame + p) + 1] = p / 4 % 2;
        frames[3 * (25 * frame + p) + 2] = p / 8;
      }
    }
    double[] means = along.means(frames, 25);
    for (int k = 0; k < 8; k++) {
      assertThat(Arrays.copyOfRange(means, 3 * k, 3 * k + 3)).containsExactly(
          new double[] {k % 4 + 10 * (k / 4), 0.5, 1}, within(1e-12));
    }
    assertThat(new CrossSections(new Rope.Lattice(1, 1, 67, 0.1, 0.1)).count()).isEqualTo(67);
  }

  private static FloatBuffer floats(String base64) {
    return ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "train --task fold --method mbmix | --method mbmix is for robots: for task 'fold' there are mix, shac, bptt, ppo",
    "train --task unfold --method ahac | --method ahac is for robots",
    "train --task fold --method shac --adaptive | --adaptive follows the contacts of robots, but task 'fold' has none",
    "train --task fold --method shac --inertia physical | --inertia is for the tasks of DiffRL.",
    "train --task cartpole --method shac --cloth physical | --cloth is for the tasks of cloth: fold, fold-thrice",
    "train --task fold --method shac --randomize 10% | --randomize",
    "train --task whip --method mbmix | --method mbmix is for robots: for task 'whip' there are mix, shac, bptt, ppo",
    "train --task push --method ppo --cloth physical | --cloth is for the tasks of cloth: fold, fold-thrice",
    "task --task fold --rope clipped | --rope is for the tasks of rope: whip, push, push-hard.",
    "watch --task whip --lanes 1 | --lanes has no meaning for a cloth or a rope.",
    "task --task fold --study | --study is for the tasks of DiffRL.",
    "task --task crease | no task 'crease'; there are: cartpole, hopper, cheetah, ant, humanoid, fold,",
    "watch --task cartpole | nothing to show: name states, a recording or a policy",
    "watch --task fold --lanes 1 | --lanes has no meaning for a cloth or a rope."})
  void whatHasNoMeaningIsRefused(String words, String message, @TempDir Path folder) {
    String whole = words.startsWith("watch") ? words + " --out " + folder.resolve("clip.html") : words;
    Run run = Run.of((Object[]) whole.split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }
}
