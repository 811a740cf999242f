package io.github.lanewise.app.options;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import io.github.lanewise.task.TipTask;
import io.github.lanewise.task.deformable.ClothTasks;
import io.github.lanewise.task.deformable.ClothVariant;
import io.github.lanewise.task.deformable.RopeTasks;
import io.github.lanewise.task.deformable.RopeVariant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which of several tasks of one name is meant: a mixin. */
public final class VariantOptions {
  private static final List<String> NAMES =
      List.of("--inertia", "--contact-damping", "--substeps", "--integrator", "--mass-matrix-every");

  /** The words after {@code --inertia}. */
  enum InertiaChoice {
    AS_USED(TaskVariant.Inertia.AS_USED),
    PHYSICAL(TaskVariant.Inertia.PHYSICAL);

    private final TaskVariant.Inertia inertia;

    InertiaChoice(TaskVariant.Inertia inertia) {
      this.inertia = inertia;
    }

    @Override
    public String toString() {
      return Choice.text(this).replace('_', '-');
    }
  }

  /** The words after {@code --cloth}. */
  enum ClothChoice {
    PHYSICAL(ClothVariant.PHYSICAL),
    AS_PUBLISHED(ClothVariant.AS_PUBLISHED),
    RESCALED(ClothVariant.RESCALED);

    private final ClothVariant variant;

    ClothChoice(ClothVariant variant) {
      this.variant = variant;
    }

    @Override
    public String toString() {
      return Choice.text(this).replace('_', '-');
    }
  }

  /** The words after {@code --rope}. */
  enum RopeChoice {
    PHYSICAL(RopeVariant.PHYSICAL),
    AS_PUBLISHED(RopeVariant.AS_PUBLISHED),
    CLIPPED(RopeVariant.CLIPPED);

    private final RopeVariant variant;

    RopeChoice(RopeVariant variant) {
      this.variant = variant;
    }

    @Override
    public String toString() {
      return Choice.text(this).replace('_', '-');
    }
  }

  /** The words after {@code --integrator}. */
  public enum Rule {
    /** Positions by the velocities after the step, forces of its beginning. */
    EXPLICIT(Integrator.SPATIAL_EULER),
    /** Joint damping and limits of the end of the step. */
    IMPLICIT(Integrator.EULER);

    private final Integrator integrator;

    Rule(Integrator integrator) {
      this.integrator = integrator;
    }

    /** The rule itself. */
    public Integrator integrator() {
      return integrator;
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--inertia", paramLabel = "as-used|physical", defaultValue = "as-used",
      description = "Inertia of the bodies, see 'task --help' (${DEFAULT-VALUE}).")
  private InertiaChoice inertia;

  @Option(names = "--contact-damping", paramLabel = "KD",
      description = "Damping of the contact instead of the task's own, N s/m^2.")
  private Double contactDamping;

  @Option(names = "--substeps", paramLabel = "N",
      description = "Time steps of a control step, instead of the task's own.")
  private Integer substeps;

  @Option(names = "--integrator", paramLabel = "explicit|implicit",
      description = "Of a time step, see 'task --help', instead of the task's own, which is explicit.")
  private Rule rule;

  @Option(names = "--mass-matrix-every", paramLabel = "C",
      description = "Time steps over which a mass matrix is held, instead of the task's own, or of 1 with"
          + " --integrator.")
  private Integer massPeriod;

  @Option(names = "--cloth", paramLabel = "physical|as-published|rescaled", defaultValue = "physical",
      description = "Cloth of fold, fold-thrice, unfold and unfold-hard, see 'task --help' (${DEFAULT-VALUE}).")
  private ClothChoice cloth;

  @Option(names = "--rope", paramLabel = "physical|as-published|clipped", defaultValue = "physical",
      description = "Rope of whip, push and push-hard, see 'task --help' (${DEFAULT-VALUE}).")
  private RopeChoice rope;

  /** Of whom the task of a robot's tip is, where it is meant. */
  @FunctionalInterface
  public interface OfTip {
    /** Its robot, goal and price of effort. */
    TipSubject subject() throws IOException;
  }

  /** Names of the tasks of cloth, then of those of rope. */
  public static List<String> softTasks() {
    return Stream.concat(ClothTasks.names().stream(), RopeTasks.names().stream()).toList();
  }

  /**
   * The task that is meant; refuses names and numbers of none.
   *
   * @param name of a task of DiffRL, of cloth or of rope, that of a robot's tip, or a Java source file
   */
  public ChosenTask task(String name, OfTip tip) throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    boolean ofTip = TipTask.NAME.equals(name);
    boolean ofFile = TaskFile.isNamed(name);
    boolean ofCloth = ClothTasks.names().contains(name);
    boolean ofRope = RopeTasks.names().contains(name);
    checks.refuse(ofTip || ofFile || ofCloth || ofRope, NAMES, " is for the tasks of DiffRL.");
    checks.refuse(!ofRope, List.of("--rope"), " is for the tasks of rope: " + String.join(", ", RopeTasks.names())
        + ".");
    checks.refuse(!ofCloth, List.of("--cloth"), " is for the tasks of cloth: " + String.join(", ", ClothTasks.names())
        + ".");
    if (ofCloth) {
      return new ChosenTask(ClothTasks.named(name, cloth.variant), Map.of("cloth", cloth.toString()),
          name + ", cloth " + cloth);
    }
    if (ofRope) {
      return new ChosenTask(RopeTasks.named(name, rope.variant), Map.of("rope", rope.toString()),
          name + ", rope " + rope);
    }
    if (ofTip) {
      return tip.subject().chosen();
    }
    if (ofFile) {
      try {
        return TaskFile.load(Path.of(name));
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), e.getMessage(), e);
      }
    }
    checks.require(Tasks.names().contains(name), "no task '" + name + "'; there are: "
        + String.join(", ", Tasks.names()) + ", " + String.join(", ", softTasks()) + ", " + TipTask.NAME
        + ", and one of your own from its Java source file,"
        + " such as Run.java");
    return checks.valid(() -> {
      TaskVariant variant = variant();
      String changes = changes(variant);
      return new ChosenTask(Tasks.named(name, variant), variant, Map.of(),
          name + ", inertia " + inertia(variant) + (changes.isEmpty() ? "" : ", " + changes));
    });
  }

  /** Which of them. */
  private TaskVariant variant() {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.requireAtLeastOne("--substeps", substeps);
    checks.requireAtLeastOne("--mass-matrix-every", massPeriod);
    checks.requireNotNegative("--contact-damping", contactDamping);
    return new TaskVariant(inertia.inertia, contactDamping == null ? Double.NaN : contactDamping,
        substeps == null ? 0 : substeps, rule == null ? null : rule.integrator, massPeriod == null ? 0 : massPeriod);
  }

  /** The word for the inertia, as it is typed. */
  public static String inertia(TaskVariant variant) {
    return Choice.text(variant.inertia()).replace('_', '-');
  }

  /** The word for the rule, as it is typed; null for the task's own. */
  private static String rule(TaskVariant variant) {
    return Arrays.stream(Rule.values()).filter(rule -> rule.integrator == variant.integrator()).map(Choice::text)
        .findFirst().orElse(null);
  }

  /** What is not the task's own, inertia aside; empty if nothing. */
  public static String changes(TaskVariant variant) {
    List<String> changes = new ArrayList<>();
    if (!Double.isNaN(variant.contactDamping())) {
      changes.add("contact damping " + TextPage.number(variant.contactDamping()) + " N s/m^2");
    }
    if (variant.substeps() > 0) {
      changes.add(variant.substeps() + " time steps");
    }
    if (variant.integrator() != null) {
      changes.add("the " + rule(variant) + " rule");
    }
    if (variant.massPeriod() > 0) {
      changes.add("a mass matrix every " + variant.massPeriod());
    }
    return String.join(", ", changes);
  }

  /** Adds the settings under their options' names, with units where they have one. */
  public static void put(ObjectNode json, TaskVariant variant) {
    json.put("inertia", inertia(variant));
    json.set("contact_damping_n_s_per_m2", JsonFile.number(variant.contactDamping()));
    json.put("substeps", variant.substeps() == 0 ? null : variant.substeps());
    json.put("integrator", rule(variant));
    json.put("mass_matrix_every", variant.massPeriod() == 0 ? null : variant.massPeriod());
  }
}
