package io.github.lanewise.app.simulate;

import io.github.lanewise.data.NpyArray;
import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.model.Actuator;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.model.RowNames;
import io.github.lanewise.model.RowNames.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the columns of trajectories are: rows of states, of actions, and of tangents, by which derivatives are taken.
 * Every name is there once.
 *
 * @param states q, then v, then states of actuators
 * @param actions controls of the file's actuators, or joint forces where it has none
 * @param tangents changes of q, on the body's axes where a joint is free or spherical, then as the states
 */
record TrajectoryRows(List<Row> states, List<Row> actions, List<Row> tangents) {
  /** Of a robot under {@link ControlLaw#of}. */
  static TrajectoryRows of(RobotModel model) {
    List<Row> velocities = RowNames.velocity(model).stream()
        .map(row -> new Row(row.name() + " velocity", row.unit())).toList();
    List<Row> rest = new ArrayList<>(velocities);
    rest.addAll(RowNames.activation(model));
    List<Row> states = new ArrayList<>(RowNames.configuration(model));
    states.addAll(rest);
    List<Row> tangents = new ArrayList<>(RowNames.velocity(model).stream()
        .map(row -> new Row("change of " + row.name(), row.unit().replace("/s", ""))).toList());
    tangents.addAll(rest);
    List<Row> actions = model.actuators().isEmpty()
        ? RowNames.force(model).stream().map(row -> new Row(row.name() + " force", row.unit())).toList()
        : model.actuators().stream().map(Actuator::name).map(name -> new Row(name, "")).toList();
    return new TrajectoryRows(states, actions, tangents);
  }

  static List<String> names(List<Row> rows) {
    return rows.stream().map(Row::name).toList();
  }

  /** Puts names and units of rows into the arrays of a file. */
  static void put(Map<String, NpyArray> arrays, String what, List<Row> rows) {
    arrays.put(what + "_names", NpyArray.ofTexts(names(rows)));
    arrays.put(what + "_units", NpyArray.ofTexts(rows.stream().map(Row::unit).toList()));
  }
}
