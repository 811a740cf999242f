package io.github.lanewise.app.identify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.identification.Identified;
import java.util.Locale;

/**
 * What was found, in words and as JSON.
 *
 * @param robot as it was named
 * @param found of the roll-outs fitted
 * @param trials of which
 * @param window samples of a window
 * @param heldOutBefore misfit of the file's robot on roll-outs that were left aside
 * @param heldOutAfter the same of the robot found
 */
record IdentifyReport(String robot, Identified found, RecordedTrials trials, int window, double heldOutBefore,
    double heldOutAfter) {
  String toText() {
    StringBuilder text = new StringBuilder();
    trials.notes().forEach(note -> text.append("left out: ").append(note).append(System.lineSeparator()));
    trials.remarks().forEach(remark -> text.append("note: ").append(remark).append(System.lineSeparator()));
    text.append(String.format(Locale.ROOT, "robot '%s', %d windows of %d samples of %.4g s%n%n", robot,
        found.windows(), window, trials.timeStep()));
    text.append(String.format("%-36s %13s %13s %13s  %s%n", "", "file", "found", "std error", "shown by the data"));
    for (int k = 0; k < found.names().size(); k++) {
      text.append(String.format(Locale.ROOT, "%-36s %13.5g %13.5g %13.2g  %s%n", found.names().get(k),
          found.before()[k], found.values()[k], found.standardErrors()[k], shown(k)));
    }
    text.append(String.format("%nmisfit           file %10s   found %10s%n", text(found.errorBefore()),
        text(found.errorAfter())));
    text.append(String.format("on others        file %10s   found %10s%n", text(heldOutBefore), text(heldOutAfter)));
    return text.toString();
  }

  private static String text(double misfit) {
    return Double.isFinite(misfit) ? String.format(Locale.ROOT, "%.4g", misfit) : "not finite";
  }

  private String shown(int k) {
    return found.isShown(k) ? "yes" : "no";
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("robot", robot).put("windows", found.windows()).put("window_samples", window)
        .put("time_step_s", trials.timeStep())
        .put("commanded", trials.commanded().name().toLowerCase(Locale.ROOT)).put("fit_steps", found.iterations());
    ArrayNode numbers = json.putArray("numbers");
    for (int k = 0; k < found.names().size(); k++) {
      ObjectNode number = named(numbers.addObject(), found.names().get(k));
      number.set("file", JsonFile.number(found.before()[k]));
      number.set("found", JsonFile.number(found.values()[k]));
      number.set("standard_error", JsonFile.number(found.standardErrors()[k]));
      number.set("standard_deviation_before", JsonFile.number(found.priorErrors()[k]));
      number.put("shown", found.isShown(k));
    }
    json.set("noise", JsonFile.numbers(found.noise()));
    json.set("misfit_file", JsonFile.number(found.errorBefore()));
    json.set("misfit_found", JsonFile.number(found.errorAfter()));
    json.set("misfit_held_out_file", JsonFile.number(heldOutBefore));
    json.set("misfit_held_out_found", JsonFile.number(heldOutAfter));
    ArrayNode notes = json.putArray("left_out");
    trials.notes().forEach(notes::add);
    ArrayNode remarks = json.putArray("remarks");
    trials.remarks().forEach(remarks::add);
    return json;
  }

  /** A number's name and unit, of a text that has both. */
  static ObjectNode named(ObjectNode number, String name) {
    int unit = name.indexOf(" [");
    return number.put("name", unit < 0 ? name : name.substring(0, unit))
        .put("unit", unit < 0 ? "1" : name.substring(unit + 2, name.length() - 1));
  }
}
