package io.github.lanewise.model;

import java.util.LinkedHashMap;
import java.util.Map;

/** A tendon as it is asked for: joints by their names. Its numbers mean what they do in {@link Tendon}. */
final class TendonSpec {
  final String name;
  final XmlElement at;
  final Map<String, Double> pulls = new LinkedHashMap<>();
  double stiffness;
  Growth stiffnessGrowth = Growth.NONE;
  double damping;
  Growth dampingGrowth = Growth.NONE;
  double armature;
  double lowestRest;
  double highestRest;

  TendonSpec(String name, XmlElement at) {
    this.name = name;
    this.at = at;
  }

  /** For messages. */
  @Override
  public String toString() {
    return "tendon '" + name + "'";
  }
}
