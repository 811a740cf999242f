package io.github.lanewise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.sensitivity.Rollouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Roll-outs to a file and back, files written by hand, and files with every kind of mistake. */
final class RolloutFileTest {
  private static final String CSV = """
      rollout,time_s,w0,w1,x0,u0
      nominal,,1,2,,
      a,0.1,1.5,2,10,0.5
      a,0.2,1.5,2,11,0.6
      b,0.1,1,2.5,20,0.7
      b,0.2,1,2.5,21,0.8
      """;

  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"r.npz", "r.csv"})
  void readsTheNumbersItWrote(String name) throws IOException {
    for (boolean full : new boolean[] {true, false}) {
      Rollouts written = rollouts(full);
      Path file = folder.resolve(name);
      RolloutFile.write(file, written);
      RolloutFile.Content content = RolloutFile.read(file, false);
      Rollouts read = content.rollouts();
      assertThat(content.dropped()).isEmpty();
      assertThat(content.ignored()).isEmpty();
      assertThat(read.nominal()).isEqualTo(written.nominal());
      assertThat(read.parameters().data).isEqualTo(written.parameters().data);
      assertThat(read.states().data).isEqualTo(written.states().data);
      assertThat(read.stepCount()).isEqualTo(7);
      assertThat(read.timeStep()).isEqualTo(0.01);
      if (full) {
        assertThat(read.actions().data).isEqualTo(written.actions().data);
        assertThat(read.weights().data).isEqualTo(written.weights().data);
      } else {
        assertThat(read.actions()).isNull();
        assertThat(read.weights()).isNull();
      }
    }
  }

  /** Strings, as other programs put names of joints beside the numbers, take nothing away from these. */
  @Test
  void namesBesideTheNumbersAreNamedAndLeftAside() throws IOException {
    Rollouts written = rollouts(true);
    Path file = folder.resolve("names.npz");
    RolloutFile.write(file, written);
    NpzFile npz = NpzFile.read(file);
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    for (String name : npz.names()) {
      int[] any = new int[npz.dimensions(name)];
      Arrays.fill(any, -1);
      arrays.put(name, npz.array(name, "", any));
    }
    arrays.put("joint_names", NpyArray.ofTexts(List.of("hip", "knee")));
    NpzFile.write(file, arrays);
    RolloutFile.Content content = RolloutFile.read(file, false);
    assertThat(content.ignored()).containsExactly("joint_names");
    assertThat(content.rollouts().states().data).isEqualTo(written.states().data);
  }

  @Test
  void rolloutsAreColumnsAndSamplesRows() throws IOException {
    Rollouts rollouts = RolloutFile.read(csv(CSV), false).rollouts();
    assertThat(rollouts.states().data).containsExactly(10, 20, 11, 21);
    assertThat(rollouts.actions().data).containsExactly(0.5, 0.7, 0.6, 0.8);
    assertThat(rollouts.parameters().data).containsExactly(1.5, 2, 1, 2.5);
    assertThat(rollouts.nominal()).containsExactly(1, 2);
    assertThat(rollouts.timeStep()).isEqualTo(0.1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
    "rollout,time_s,w0; run,time_s,w0; r.csv:1: the header must be; 'run' in column 1",
    "time_s,w0,w1; t,w0,w1; r.csv:1: the header must be; 't' in column 2",
    "w0,w1,x0; w0,w2,x0; r.csv:1: the header must be; 'w2' in column 4",
    "w1,x0,u0; w1,x0,a0; r.csv:1: the header must be; 'a0' in column 6",
    "x0,u0; x0; r.csv:2: has 6 cells; the header has 5",
    "a,0.2,1.5,2,11; a,0.2,1.5,2; r.csv:4: has 5 cells; the header has 6",
    "a,0.2,1.5,2,11; a,0.2,1.5,3,11; r.csv:4: has other parameters; roll-out a",
    "a,0.2,1.5,2,11; a,0.25,1.5,2,11; r.csv:6: is 0.1 s after; equal distances",
    "a,0.2,1.5,2,11; a,0.1,1.5,2,11; r.csv:4: has the time 0.1 s; not after the 0.1 s of the line before",
    "a,0.2,1.5,2,11; a,0.2,1.5,2,ten; r.csv:4: has 'ten' in column 5; no number",
    "b,0.2,1,2.5,21; a,0.2,1,2.5,21; r.csv:6: goes on with roll-out a; stand together",
    "nominal,,1,2; c,0.1,1,2; r.csv has no line with the nominal; 'nominal'",
    "nominal,,1,2; nominal,,1,nan; r.csv: nominal parameter 1 is NaN; NaN",
    "a,0.2,1.5,2,11; a,0.2,1.5,2,NaN; r.csv: roll-out a: state 0 at sample 1 is NaN; --drop-bad",
    "a,0.2,1.5,2,11; a,0.2,1.5,2,-inf; roll-out a: state 0 at sample 1 is -Infinity; --drop-bad",
    "2,11,0.6; 2,11,; roll-out a: action 0 at sample 1 is NaN; --drop-bad"})
  void slipsInACsvAreNamedByLineOrRollout(String right, String wrong, String message, String more) throws IOException {
    assertThat(CSV).contains(right);
    Path file = csv(CSV.replaceFirst(Pattern.quote(right), wrong));
    assertThatIllegalArgumentException().isThrownBy(() -> RolloutFile.read(file, false))
        .withMessageContainingAll(message, more);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"; | semicolons", "TAB | tabs"})
  void aCsvWithoutCommasIsCalledWhatItIs(String separator, String name) throws IOException {
    Path file = csv(CSV.replace(",", separator.replace("TAB", "\t")));
    assertThatIllegalArgumentException().isThrownBy(() -> RolloutFile.read(file, false))
        .withMessageContainingAll("r.csv:1: ", "apart by " + name, "with commas between columns");
  }

  /** Only a cut between two roll-outs leaves a whole file; its reader cannot know that there were more. */
  @Test
  void aCsvThatIsCutOffIsNoticed() throws IOException {
    RolloutFile.write(folder.resolve("whole.csv"), rollouts(false));
    String whole = Files.readString(folder.resolve("whole.csv"));
    for (int length = 0; length < whole.length(); length += 97) {
      Path file = csv(whole.substring(0, length));
      assertThatIllegalArgumentException().as("%d characters", length).isThrownBy(() -> RolloutFile.read(file, false))
          .withMessageContaining("r.csv");
    }
    csv(whole.substring(0, whole.length() - 4));
    assertThatIllegalArgumentException().as("a last number that lost digits")
        .isThrownBy(() -> RolloutFile.read(folder.resolve("r.csv"), false)).withMessageContaining("line break");
    Path file = csv(whole.substring(0, whole.lastIndexOf("\n4,0.06") + 1));
    assertThatIllegalArgumentException().isThrownBy(() -> RolloutFile.read(file, false))
        .withMessageContaining("roll-out 4: ends with sample 4, but the others end with sample 6");
  }

  @Test
  void badRolloutsAreDroppedOnlyOnRequestAndThenReported() throws IOException {
    Map<String, NpyArray> arrays = arrays();
    arrays.get("x").values()[2 * 6 + 3] = Double.NaN;
    arrays.get("W").values()[0] = Double.POSITIVE_INFINITY;
    Path file = npz(arrays);
    String message = "roll-out 0: parameter 0 is Infinity";
    assertThatIllegalArgumentException().isThrownBy(() -> RolloutFile.read(file, false))
        .withMessage(file + ": " + message + "; roll-out 2: state 1 at sample 1 is NaN (--drop-bad goes on without)");
    RolloutFile.Content content = RolloutFile.read(file, true);
    assertThat(content.dropped()).containsExactly(message, "roll-out 2: state 1 at sample 1 is NaN");
    assertThat(content.rollouts().count()).isEqualTo(2);
    assertThat(content.rollouts().parameters().data).containsExactly(2, 3, 6, 7);
    assertThat(content.rollouts().states().data[1]).isEqualTo(18);
  }

  @Test
  void aMissingSampleMayBeAnything() throws IOException {
    Map<String, NpyArray> arrays = arrays();
    arrays.get("x").values()[3] = Double.NaN;
    arrays.put("weights", new NpyArray(new double[] {1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 4, 3));
    assertThat(RolloutFile.read(npz(arrays), false).rollouts().weight(1, 0)).isZero();
    arrays.get("weights").values()[1] = -1;
    Path file = npz(arrays);
    assertThatIllegalArgumentException().isThrownBy(() -> RolloutFile.read(file, false))
        .withMessageContaining("roll-out 0: the weight at sample 1 is -1.0");
  }

  @Test
  void arraysThatDoNotFitAreNamedWithBothShapes() throws IOException {
    assertRefused("x", new NpyArray(new double[9], 3, 3), "array 'x' has shape (3, 3)", "(4, any, any)");
    assertRefused("x", new NpyArray(new double[18], 3, 3, 2), "array 'x' has shape (3, 3, 2)", "(4, any, any)");
    assertRefused("x", new NpyArray(new double[0], 4, 0, 2), "array 'x' of shape (4, 0, 2) has no numbers");
    assertRefused("u", new NpyArray(new double[8], 4, 2, 1), "array 'u' has shape (4, 2, 1)", "(4, 3, any)");
    assertRefused("W_nominal", new NpyArray(new double[3], 3), "array 'W_nominal' has shape (3,)", "(2,)");
    assertRefused("time_step_s", NpyArray.of(0), "time_step_s is 0.0");
    Map<String, NpyArray> arrays = arrays();
    arrays.remove("W");
    Path file = npz(arrays);
    assertThatIllegalArgumentException().isThrownBy(() -> RolloutFile.read(file, false))
        .withMessageContaining("has no array 'W'");
    assertThatIllegalArgumentException().isThrownBy(() -> RolloutFile.read(folder.resolve("r.txt"), false))
        .withMessageContaining(".npz or .csv");
  }

  @Test
  void otherArraysAreIgnoredAndNamed() throws IOException {
    Map<String, NpyArray> arrays = arrays();
    arrays.put("weigths", NpyArray.of(1));
    assertThat(RolloutFile.read(npz(arrays), false).ignored()).containsExactly("weigths");
  }

  private void assertRefused(String name, NpyArray array, String... messages) throws IOException {
    Map<String, NpyArray> arrays = arrays();
    arrays.put(name, array);
    Path file = npz(arrays);
    assertThatIllegalArgumentException().isThrownBy(() -> RolloutFile.read(file, false))
        .withMessageContainingAll(messages).withMessageStartingWith(file.toString());
  }

  /** Four roll-outs, three samples, two parameters and states; number j of each array is j. */
  private static Map<String, NpyArray> arrays() {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("W", new NpyArray(counting(8), 4, 2));
    arrays.put("W_nominal", new NpyArray(counting(2), 2));
    arrays.put("x", new NpyArray(counting(24), 4, 3, 2));
    arrays.put("time_step_s", NpyArray.of(0.01));
    return arrays;
  }

  private static double[] counting(int count) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> i);
    return values;
  }

  private static Rollouts rollouts(boolean full) {
    SplittableRandom random = new SplittableRandom(1);
    DMatrixRMaj weights = random(random, 7, 5);
    weights.data[3] = 0;
    DMatrixRMaj states = random(random, 14, 5);
    DMatrixRMaj actions = random(random, 21, 5);
    return new Rollouts(new double[] {0.1, -1e-300, 3}, random(random, 5, 3), states, full ? actions : null,
        full ? weights : null, 7, 0.01);
  }

  private static DMatrixRMaj random(SplittableRandom random, int rows, int columns) {
    DMatrixRMaj matrix = new DMatrixRMaj(rows, columns);
    Arrays.setAll(matrix.data, i -> random.nextDouble());
    return matrix;
  }

  private Path csv(String text) throws IOException {
    return Files.writeString(folder.resolve("r.csv"), text);
  }

  private Path npz(Map<String, NpyArray> arrays) throws IOException {
    Path file = folder.resolve("r.npz");
    NpzFile.write(file, arrays);
    return file;
  }
}
