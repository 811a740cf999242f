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
  private static final int COMMAND = GripperProgram.COMMAND;

  private final DoubleSubstep substep;
  private final int points;
  private final int pitch;
  private final int run;
  private final int stride;
  private final int held;
  private final int count;
  /** States that commands begin in, and the last; those of the substeps of a command; a tangent or a cotangent. */
  private final double[] states;
  private final int keptAt;
  private final int windowAt;
  private final int barAt;
  private final double[] command;
  private final double[] commandDot;
  private final double[] commandBar = new double[COMMAND];
  private final double[] heldBar = new double[COMMAND];
  private final double[] parameters = new double[Cloth.PARAMETERS];
  private final double[] parameterDot = new double[Cloth.PARAMETERS];
  private final double[] parameterBar = new double[Cloth.PARAMETERS];

  DoubleRun(Cloth cloth, GripperProgram program) {
    substep = new DoubleSubstep(cloth);
    GridLayout layout = substep.layout();
    points = layout.pointCount();
    pitch = layout.pitch;
    run = layout.run;
    stride = layout.length(6) + layout.line;
    held = program.heldFor();
    count = program.commandCount();
    AlignedArrays.Piece piece = AlignedArrays.piece(ElementType.DOUBLE, (count + 1 + held + 1) * stride);
    states = (double[]) piece.array();
    keptAt = piece.start() + layout.pad;
    windowAt = keptAt + (count + 1) * stride;
    barAt = windowAt + held * stride;
    command = new double[COMMAND * count];
    commandDot = new double[COMMAND * count];
  }

  @Override
  void forward(Batch state, Batch commands, Batch p, int environment) {
    begin(state, commands, p, environment);
    for (int k = 0; k < count; k++) {
      hold(k, keptAt);
    }
    store(keptAt, state, environment);
  }

  private void begin(Batch state, Batch commands, Batch p, int environment) {
    load(state, environment, keptAt);
    load(commands, 0, command);
    load(p, environment, parameters);
  }

  /** All substeps of a command, in place. */
  private void hold(int k, int at) {
    for (int j = 0; j < held; j++) {
      substep.forward(states, at, parameters, 0, command, COMMAND * k, states, at);
    }
  }

  @Override
  void pullBack(Batch state, Batch commands, Batch p, int environment, Batch nextBar, Batch stateBar,
      Batch commandBars, Batch pBar, boolean rescaled) {
    begin(state, commands, p, environment);
    for (int k = 0; k < count; k++) {
      copy(keptAt + k * stride, keptAt + (k + 1) * stride);
      hold(k, keptAt + (k + 1) * stride);
    }
    load(nextBar, environment, barAt);
    Arrays.fill(parameterBar, 0);
    for (int k = count - 1; k >= 0; k--) {
      pullBack(k, rescaled);
      for (int row = 0; row < COMMAND; row++) {
        commandBars.set(COMMAND * k + row, 0, heldBar[row]);
      }
    }
    store(barAt, stateBar, environment);
    for (int row = 0; row < parameterBar.length && pBar != null; row++) {
      pBar.set(row, environment, parameterBar[row]);
    }
  }

  private void pullBack(int k, boolean rescaled) {
    copy(keptAt + k * stride, windowAt);
    for (int j = 1; j < held; j++) {
      substep.forward(states, windowAt + (j - 1) * stride, parameters, 0, command, COMMAND * k, states,
          windowAt + j * stride);
    }
    Arrays.fill(heldBar, 0);
    for (int j = held - 1; j >= 0; j--) {
      if (rescaled) {
        rescale(barAt, 3 * pitch);
        rescale(barAt + 3 * pitch, 3 * pitch);
        rescale(barAt + 6 * pitch, 3);
      }
      substep.pullBack(states, windowAt + j * stride, parameters, 0, command, COMMAND * k, states, barAt,
          parameterBar, 0, commandBar, 0);
      for (int row = 0; row < COMMAND; row++) {
        heldBar[row] += commandBar[row];
      }
    }
  }

  /** {@code w <- w / (n |w|)}, n points, where w is not 0. */
  private void rescale(int at, int length) {
    double squares = 0;
    for (int e = at; e < at + length; e++) {
      squares += states[e] * states[e];
    }
    double scale = squares > 0 ? 1 / (points * (double) Math.sqrt(squares)) : 0;
    for (int e = at; e < at + length; e++) {
      states[e] *= scale;
    }
  }

  @Override
  void pushForward(Batch state, Batch commands, Batch p, int environment, Batch stateDot, Batch commandDots,
      Batch pDot, Batch nextDot) {
    begin(state, commands, p, environment);
    load(stateDot, environment, barAt);
    load(commandDots, 0, commandDot);
    load(pDot, environment, parameterDot);
    for (int k = 0; k < count; k++) {
      for (int j = 0; j < held; j++) {
        substep.pushForward(states, keptAt, parameters, 0, command, COMMAND * k, states, barAt, parameterDot, 0,
            commandDot, COMMAND * k);
        substep.forward(states, keptAt, parameters, 0, command, COMMAND * k, states, keptAt);
      }
    }
    store(barAt, nextDot, environment);
  }

  private void copy(int from, int to) {
    System.arraycopy(states, from, states, to, 6 * pitch + 3);
  }

  private static void load(Batch batch, int environment, double[] to) {
    for (int row = 0; row < to.length; row++) {
      to[row] = (double) batch.get(row, environment);
    }
  }

  /** Points that fill the last vector begin as zeros: another environment may have left what is no number. */
  private void load(Batch batch, int environment, int at) {
    for (int c = 0; c < 6; c++) {
      int from = at + c * pitch;
      Arrays.fill(states, from + points, from + run, 0);
      int row = c < 3 ? c : 3 * points + c - 3;
      for (int p = 0; p < points; p++) {
        states[from + p] = (double) batch.get(row + 3 * p, environment);
      }
    }
    for (int c = 0; c < 3; c++) {
      states[at + 6 * pitch + c] = (double) batch.get(6 * points + c, environment);
    }
  }

  private void store(int at, Batch batch, int environment) {
    for (int c = 0; c < 6; c++) {
      int from = at + c * pitch;
      int row = c < 3 ? c : 3 * points + c - 3;
      for (int p = 0; p < points; p++) {
        batch.set(row + 3 * p, environment, states[from + p]);
      }
    }
    for (int c = 0; c < 3; c++) {
      batch.set(6 * points + c, environment, states[at + 6 * pitch + c]);
    }
  }
}
