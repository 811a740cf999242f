package io.github.lanewise.app.servo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lanewise.app.wire.PortOptions;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.RobotModel;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The summary of {@code lanewise servo monitor}. */
final class SamplesTest {
  private final List<Servo> servos = Twin.servos(RobotModel.builtIn("finger"), ServoProtocol.DYNAMIXEL);
  private final Samples samples = new Samples(servos, new PrintWriter(Writer.nullWriter()));

  private JsonNode first() {
    return samples.toJson(PortOptions.of("/dev/ttyUSB0", 1_000_000, ServoProtocol.DYNAMIXEL)).at("/servos/0");
  }

  @Test
  void servosThatNeverAnsweredHaveNoNumbers() {
    samples.add(0.1, BusError.TIMEOUT, "no answer in time");
    assertThat(first().fieldNames()).toIterable().containsExactly("id", "model");
  }

  @Test
  void extremesAreOfGoodReads() {
    for (double angle : new double[] {0.5, -0.25, 0.75}) {
      samples.state().position[0] = angle;
      samples.add(0.1, BusError.NONE, "");
    }
    samples.state().position[0] = 9;
    samples.add(0.2, BusError.TIMEOUT, "no answer in time");
    assertThat(first().get("least_position_rad").asDouble()).isEqualTo(-0.25);
    assertThat(first().get("most_position_rad").asDouble()).isEqualTo(0.75);
  }
}
