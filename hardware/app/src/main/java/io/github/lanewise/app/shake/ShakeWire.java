package io.github.lanewise.app.shake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.wire.PortOptions;
import io.github.lanewise.app.wire.RobotServos;
import io.github.lanewise.app.wire.SimulatedRobot;
import io.github.lanewise.hardware.loop.Safety;
import java.nio.file.Path;

/**
 * The robot on a wire that {@code lanewise shake} was asked to shake.
 *
 * @param arm the file of the arm, or null
 * @param port where its servos are; null for a simulated robot in this process, and where the
 *     arm's file has the ports
 * @param twin that robot; null for one on a port
 * @param stepped whether that robot lives in simulated time, in which its cable is a memory
 * @param servos which of them moves which joint
 * @param safety what is tolerated before the robot is made safe
 * @param fifo the priority of real-time scheduling to ask for, or null
 * @param record file for every tick of the first shake, further ones beside it; or null
 */
record ShakeWire(Path arm, PortOptions port, SimulatedRobot twin, boolean stepped, RobotServos servos, Safety safety,
    Integer fifo, Path record) {
  boolean simulated() {
    return twin != null;
  }

  /** The file of the k-th run of roll-outs: FILE.mcap, FILE-1.mcap, ...; null if nothing is recorded. */
  Path record(int run) {
    if (record == null || run == 0) {
      return record;
    }
    String name = record.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return record.resolveSibling(name.substring(0, dot) + "-" + run + name.substring(dot));
  }

  void writeTo(ObjectNode json) {
    json.put("twin", simulated());
    if (simulated()) {
      json.put("noise_seed", twin.imperfections().seed()).put("masses", twin.masses())
          .put("simulated_time", stepped);
    } else {
      json.put("arm", arm == null ? null : arm.toString());
      if (port != null) {
        json.put("port", port.path()).put("baud_bits_per_second", port.baud())
            .put("protocol", Choice.text(port.protocol()));
      }
    }
    json.put("fifo", fifo).put("record", record == null ? null : record.toString());
  }
}
