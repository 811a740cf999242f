package io.github.lanewise.hardware.servo;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which servos of several lines move a joint, and what they can do for it together. */
final class JointServos {
  private final List<ServoBus> buses;
  private final List<Servo> servos;
  private final Transmission transmission;
  private final int count;

  /**
   * Of lines that are all of the robot's.
   *
   * @throws IllegalArgumentException if the transmission is of another number of servos
   */
  JointServos(List<ServoBus> buses, Transmission transmission) {
    this.buses = buses;
    this.transmission = transmission;
    servos = buses.stream().flatMap(bus -> bus.servos().stream()).toList();
    count = servos.size();
    if (count != transmission.servos()) {
      throw new IllegalArgumentException("a transmission of " + transmission.servos() + " servos, but there are "
          + count + " on " + buses.size() + " lines");
    }
  }

  /** Of all lines, one after the other. */
  List<Servo> servos() {
    return servos;
  }

  /** The first servo of a line among all. */
  int place(int line) {
    int place = 0;
    for (int k = 0; k < line; k++) {
      place += buses.get(k).joints();
    }
    return place;
  }

  boolean moves(int servo, int joint) {
    return transmission.ofJoint(servo, joint) != 0;
  }

  private boolean movesAlone(int servo, int joint) {
    return IntStream.range(0, transmission.joints()).allMatch(j -> moves(servo, j) == (j == joint));
  }

  /** Whether a servo says something about a joint: it moves it, or no servo does. */
  boolean concerns(int servo, int joint) {
    if (moves(servo, joint)) {
      return true;
    }
    for (int i = 0; i < count; i++) {
      if (moves(i, joint)) {
        return false;
      }
    }
    return true;
  }

  /** The first joint that a servo moves; -1 if it moves none. */
  int jointOf(int servo) {
    for (int j = 0; j < transmission.joints(); j++) {
      if (moves(servo, j)) {
        return j;
      }
    }
    return -1;
  }

  /** See {@link ServoBus#servosOf}. */
  String of(int joint) {
    int[] moving = IntStream.range(0, count).filter(i -> moves(i, joint)).toArray();
    String ids = Arrays.stream(moving).mapToObj(i -> Integer.toString(servos.get(i).id()))
        .collect(Collectors.joining(" and "));
    return moving.length == 0 ? "no servo" : (moving.length == 1 ? "servo " : "servos ") + ids;
  }

  /** See {@link ServoBus#mostTorque}. */
  double mostTorque(int joint) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += moves(i, joint) ? Math.abs(transmission.ofJoint(i, joint)) * servos.get(i).mostTorque() : 0;
    }
    return sum == 0 ? Double.POSITIVE_INFINITY : sum;
  }

  /** See {@link ServoBus#mostVelocity}. */
  double mostVelocity(int joint) {
    double most = Double.POSITIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      most = moves(i, joint)
          ? Math.min(most, servos.get(i).mostVelocity() / Math.abs(transmission.ofJoint(i, joint))) : most;
    }
    return most;
  }

  /** Lowest and highest position of servos that move this joint alone; of coupled ones none is known. */
  double[] range(int joint) {
    double[] range = {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
    for (int line = 0; line < buses.size(); line++) {
      for (int i = 0; i < buses.get(line).joints(); i++) {
        int servo = place(line) + i;
        if (movesAlone(servo, joint)) {
          double one = buses.get(line).lowest(i) / transmission.ofJoint(servo, joint);
          double other = buses.get(line).highest(i) / transmission.ofJoint(servo, joint);
          range[0] = Math.max(range[0], Math.min(one, other));
          range[1] = Math.min(range[1], Math.max(one, other));
        }
      }
    }
    return range;
  }

  /** See {@link ServoBus#resolution}. */
  double resolution(int joint) {
    double coarsest = 0;
    for (int line = 0; line < buses.size(); line++) {
      for (int i = 0; i < buses.get(line).joints(); i++) {
        double ofJoint = transmission.ofJoint(place(line) + i, joint);
        coarsest = ofJoint == 0 ? coarsest : Math.max(coarsest, buses.get(line).resolution(i) / Math.abs(ofJoint));
      }
    }
    return coarsest;
  }
}
