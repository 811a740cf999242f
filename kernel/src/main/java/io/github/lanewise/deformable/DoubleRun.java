package io.github.lanewise.deformable;

import io.github.lanewise.lanes.AlignedArrays;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import java.util.Arrays;

/**
 * The pullback needs every state again: the state that each command begins in is kept, and those of its h substeps are
 * computed once more when their turn comes; one more forward pass, and memory for {@code commands + h + 2} states
 * (Griewank and Walther, Evaluating Derivatives, chapter 12).
 */
@SuppressWarnings("cast") // To float, in the twin.
final class DoubleRun extends CommandRun {
  private final DoubleBody body;
  private final int stride;
  private final int length;
  private final int held;
  private final int count;
  private final int size;
  /** States that commands begin in, and the last; those of the substeps of a command; a tangent or a cotangent. */
  private final double[] states;
  private final int keptAt;
  private final int windowAt;
  private final int barAt;
  private final double[] command;
  private final double[] commandDot;
  private final double[] commandBar;
  private final double[] heldBar;
  private final double[] parameters;
  private final double[] parameterDot;
  private final double[] parameterBar;

  DoubleRun(DoubleBody body, ToolProgram program) {
    this.body = body;
    stride = body.stride();
    length = stride - body.pad();
    held = program.heldFor();
    count = program.commandCount();
    size = program.commandSize();
    AlignedArrays.Piece piece = AlignedArrays.piece(ElementType.DOUBLE, (count + 1 + held + 1) * stride);
    states = (double[]) piece.array();
    keptAt = piece.start() + body.pad();
    windowAt = keptAt + (count + 1) * stride;
    barAt = windowAt + held * stride;
    command = new double[size * count];
    commandDot = new double[size * count];
    commandBar = new double[size];
    heldBar = new double[size];
    parameters = new double[body.parameterCount()];
    parameterDot = new double[parameters.length];
    parameterBar = new double[parameters.length];
  }

  @Override
  int outside(Batch state, int environment) {
    return body.outside(state, environment);
  }

  @Override
  String room(Batch state, int environment, int row) {
    return body.room(state, environment, row);
  }

  @Override
  void forward(Batch state, Batch commands, Batch p, int environment, Batch trail) {
    begin(state, commands, p, environment);
    for (int k = 0; k < count; k++) {
      hold(k, keptAt);
      if (trail != null) {
        copy(keptAt, windowAt);
        body.store(states, windowAt, trail, k);
      }
    }
    body.store(states, keptAt, state, environment);
  }

  private void begin(Batch state, Batch commands, Batch p, int environment) {
    body.load(state, environment, states, keptAt);
    load(commands, 0, command);
    load(p, environment, parameters);
  }

  /** All substeps of a command, in place. */
  private void hold(int k, int at) {
    body.begin(states, at, command, size * k);
    for (int j = 0; j < held; j++) {
      body.forward(states, at, parameters, 0, command, size * k, states, at);
    }
  }

  @Override
  void pullBack(Batch state, Batch commands, Batch p, int environment, Batch nextBar, Batch stateBar,
      Batch commandBars, Batch pBar, boolean tamed) {
    begin(state, commands, p, environment);
    for (int k = 0; k < count; k++) {
      copy(keptAt + k * stride, keptAt + (k + 1) * stride);
      hold(k, keptAt + (k + 1) * stride);
    }
    body.loadBar(nextBar, environment, states, barAt);
    Arrays.fill(parameterBar, 0);
    for (int k = count - 1; k >= 0; k--) {
      pullBack(k, tamed);
      for (int row = 0; row < size; row++) {
        commandBars.set(size * k + row, 0, heldBar[row]);
      }
    }
    body.storeBar(states, barAt, stateBar, environment);
    for (int row = 0; row < parameterBar.length && pBar != null; row++) {
      pBar.set(row, environment, parameterBar[row]);
    }
  }

  private void pullBack(int k, boolean tamed) {
    copy(keptAt + k * stride, windowAt);
    body.begin(states, windowAt, command, size * k);
    for (int j = 1; j < held; j++) {
      body.forward(states, windowAt + (j - 1) * stride, parameters, 0, command, size * k, states,
          windowAt + j * stride);
    }
    Arrays.fill(heldBar, 0);
    for (int j = held - 1; j >= 0; j--) {
      if (tamed) {
        body.tameSubstep(states, barAt);
      }
      body.pullBack(states, windowAt + j * stride, parameters, 0, command, size * k, states, barAt, parameterBar, 0,
          commandBar, 0);
      for (int row = 0; row < size; row++) {
        heldBar[row] += commandBar[row];
      }
    }
    body.pullBeginBack(states, barAt, heldBar, 0);
    if (tamed) {
      body.tameCommand(states, barAt, heldBar);
    }
  }

  @Override
  void pushForward(Batch state, Batch commands, Batch p, int environment, Batch stateDot, Batch commandDots,
      Batch pDot, Batch nextDot) {
    begin(state, commands, p, environment);
    body.loadDot(stateDot, environment, states, barAt);
    load(commandDots, 0, commandDot);
    load(pDot, environment, parameterDot);
    for (int k = 0; k < count; k++) {
      body.begin(states, keptAt, command, size * k);
      body.begin(states, barAt, commandDot, size * k);
      for (int j = 0; j < held; j++) {
        body.pushForward(states, keptAt, parameters, 0, command, size * k, states, barAt, parameterDot, 0, commandDot,
            size * k);
        body.forward(states, keptAt, parameters, 0, command, size * k, states, keptAt);
      }
    }
    body.storeDot(states, barAt, nextDot, environment);
  }

  private void copy(int from, int to) {
    System.arraycopy(states, from, states, to, length);
  }

  private static void load(Batch batch, int environment, double[] to) {
    for (int row = 0; row < to.length; row++) {
      to[row] = (double) batch.get(row, environment);
    }
  }
}
