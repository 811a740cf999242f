package io.github.lanewise.hardware.servo;

import java.util.List;

/**
 * What the buses of all protocols share: the servos by their ids, which have answered, and whom an error is about. No
 * texts: errors come up in ticks alone, never in their rehearsal, and HotSpot would make them there.
 */
abstract class LineBus implements ServoBus {
  final Exchange exchange;
  final List<Servo> servos;
  /** Which servos have answered the last request. */
  final boolean[] answered;
  ServoCommand.Mode mode;

  private final int[] places;
  private int errorServo = -1;

  LineBus(Exchange exchange, List<Servo> servos, ServoProtocol protocol, int minId, int maxId) {
    this.exchange = exchange;
    this.servos = List.copyOf(servos);
    answered = new boolean[servos.size()];
    places = ServoIds.places(servos, protocol, minId, maxId);
  }

  /** The place in {@link #servos} of the servo with an id that is not negative; -1 if there is none. */
  final int place(int id) {
    return id < places.length ? places[id] : -1;
  }

  /** The first servo that has not answered; -1 if all have. */
  final int missing() {
    for (int i = 0; i < answered.length; i++) {
      if (!answered[i]) {
        return i;
      }
    }
    return -1;
  }

  final BusError fail(int servo, BusError error) {
    errorServo = servo;
    return error;
  }

  @Override
  public final List<Servo> servos() {
    return servos;
  }

  @Override
  public final int errorServo() {
    return errorServo;
  }

  @Override
  public final long checksumErrors() {
    return exchange.checksumErrors();
  }

  @Override
  public final long skippedBytes() {
    return exchange.skippedBytes();
  }

  @Override
  public final void close() {
    exchange.close();
  }
}
