package io.github.lanewise.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What the kinds of MJCF's actuators stand for: each is a {@code <general>} one with a few numbers set and the others
 * inherited, whatever kind of default they come from.
 */
final class MjcfShorthands {
  private final XmlElement element;
  private final Map<String, String> meant = new LinkedHashMap<>();
  private final double[] gain;
  private final double[] bias;

  private MjcfShorthands(XmlElement element, Map<String, String> inherited) {
    this.element = element;
    XmlElement above = new XmlElement(element.file(), element.line(), element.name()).withDefaults(inherited);
    gain = three(above, "gainprm", 1);
    bias = three(above, "biasprm", 0);
  }

  /** The element with the attributes of the general actuator; {@code inherited} are those of its class. */
  static XmlElement general(XmlElement element, Map<String, String> inherited) {
    return new MjcfShorthands(element, inherited).general();
  }

  private XmlElement general() {
    switch (element.name()) {
      case "general" -> {
        overwrite(gain, "gainprm");
        overwrite(bias, "biasprm");
      }
      case "motor" -> {
        gain[0] = 1;
        types("fixed", "none");
        meant.put("dyntype", "none");
      }
      case "position" -> position();
      case "velocity" -> {
        gain[0] = element.number("kv", gain[0]);
        Arrays.fill(bias, 0);
        bias[2] = -gain[0];
        types("fixed", "affine");
        meant.put("dyntype", "none");
      }
      case "damper" -> {
        double kv = element.has("kv") ? notNegative("kv") : -gain[2];
        Arrays.fill(gain, 0);
        gain[2] = -kv;
        types("affine", "none");
        meant.put("dyntype", "none");
        meant.put("ctrllimited", "true");
      }
      case "intvelocity" -> {
        position();
        meant.put("dyntype", "integrator");
      }
      case "cylinder" -> cylinder();
      default -> types(element.name(), element.name());
    }
    meant.put("gainprm", text(gain));
    meant.put("biasprm", text(bias));
    return element.with(meant);
  }

  /** {@code kp control - kp l - kv l'}; a damping ratio stands in the place of -kv. */
  private void position() {
    gain[0] = element.number("kp", gain[0]);
    bias[1] = -gain[0];
    if (element.has("kv") && element.has("dampratio")) {
      throw element.refuse(element + " has kv and dampratio; it takes one of them");
    }
    if (element.has("kv")) {
      bias[2] = -notNegative("kv");
    }
    if (element.has("dampratio")) {
      bias[2] = notNegative("dampratio");
    }
    if (element.has("timeconst")) {
      boolean filters = notNegative("timeconst") > 0;
      meant.put("dyntype", filters ? "filterexact" : "none");
      if (filters) {
        meant.put("dynprm", element.text("timeconst"));
      }
    }
    types("fixed", "affine");
  }

  /** {@code area w + bias(l, l')}, where the pressure w follows the control. */
  private void cylinder() {
    double diameter = element.number("diameter", -1);
    gain[0] = diameter < 0 ? element.number("area", gain[0]) : Math.PI / 4 * diameter * diameter;
    double[] given = element.numbers("bias", 3);
    if (given != null) {
      System.arraycopy(given, 0, bias, 0, 3);
    }
    if (element.has("timeconst")) {
      meant.put("dynprm", element.text("timeconst"));
    }
    meant.put("dyntype", "filter");
    types("fixed", "affine");
  }

  private void types(String gainType, String biasType) {
    meant.put("gaintype", gainType);
    meant.put("biastype", biasType);
  }

  private double notNegative(String attribute) {
    double value = element.number(attribute);
    if (value < 0) {
      throw element.refuse(element + " has " + element.shown(attribute) + "; it takes 0 or more");
    }
    return value;
  }

  /** Of the numbers of an attribute only the first count, of those that are not given the inherited ones stand. */
  private void overwrite(double[] numbers, String attribute) {
    double[] given = element.numbers(attribute);
    if (given != null) {
      System.arraycopy(given, 0, numbers, 0, Math.min(given.length, numbers.length));
    }
  }

  /** The first three numbers of an attribute; gain, bias and damping need no more. */
  static double[] three(XmlElement element, String attribute, double first) {
    double[] given = element.numbers(attribute);
    return given == null || given.length == 0 ? new double[] {first, 0, 0} : Arrays.copyOf(given, 3);
  }

  private static String text(double[] numbers) {
    return DoubleStream.of(numbers).mapToObj(Double::toString).collect(Collectors.joining(" "));
  }
}
