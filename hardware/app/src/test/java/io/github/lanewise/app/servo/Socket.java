package io.github.lanewise.app.servo;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.port.PseudoTerminal;
import io.github.lanewise.hardware.servo.BaudRates;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.RobotModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A port that stays while simulated servos are plugged in and out, each of which hears its own rate alone. */
final class Socket implements AutoCloseable {
  private final PseudoTerminal terminal = PseudoTerminal.open();
  private final ServoProtocol protocol;
  private final List<Twin> servos = new ArrayList<>();
  private final byte[] unheard = new byte[256];
  private volatile Twin plugged;

  Socket(ServoProtocol protocol) throws Exception {
    this.protocol = protocol;
  }

  String path() {
    return terminal.path();
  }

  /** A new servo with an id; the rate that it has is that of new ones of its kind, or was written to it. */
  Twin servo(int... ids) {
    ServoModel model = ServoModel.named(protocol, protocol == ServoProtocol.FEETECH ? "STS3215" : "XM430-W350");
    String robot = ids.length == 1 ? "<robot name='servo'><link name='base'/>" + link(1) + "</robot>"
        : "<robot name='servos'><link name='base'/>" + link(1) + link(2) + "</robot>";
    Plug plug = new Plug();
    plug.twin = Twin.on(plug, Clock.system(), RobotModel.parse(robot),
        Arrays.stream(ids).mapToObj(id -> Servo.of(id, model)).toList(), Imperfections.ideal().withFriction(0.2));
    plug.twin.start();
    servos.add(plug.twin);
    return plug.twin;
  }

  private static String link(int i) {
    return "<link name='l" + i + "'><inertial><mass value='0.1'/><inertia ixx='1e-3' iyy='1e-3' izz='1e-3' ixy='0'"
        + " ixz='0' iyz='0'/></inertial></link><joint name='j" + i + "' type='revolute'><parent link='base'/><child"
        + " link='l" + i + "'/><axis xyz='0 0 1'/><limit lower='-1' upper='1' effort='1' velocity='5'/></joint>";
  }

  /** Takes out what is in, for as long as a hand takes, and plugs in this, or nothing. What nobody heard is gone. */
  void plug(Twin servo) {
    plugged = null;
    LockSupport.parkNanos(400_000_000);
    while (terminal.read(unheard) > 0) {
      Thread.onSpinWait();
    }
    plugged = servo;
  }

  /** A servo's end of the line. */
  private final class Plug implements Line {
    private Twin twin;

    @Override
    public int read(byte[] into) {
      if (plugged != twin) {
        return 0;
      }
      int count = terminal.read(into);
      return hears() ? count : 0;
    }

    private boolean hears() {
      return terminal.baud() == BaudRates.of(protocol).get(twin.register(0, "baud_rate"));
    }

    @Override
    public int write(byte[] from, int count) {
      return plugged == twin && hears() ? terminal.write(from, count) : count;
    }

    @Override
    public void close() {
      // The port stays.
    }
  }

  @Override
  public void close() {
    plugged = null;
    servos.forEach(Twin::close);
    terminal.close();
  }
}
