package io.github.lanewise.hardware.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Classes of the loop's thread that contain no texts: HotSpot makes those of a whole class, in the thread that asks,
 * when C2 is first asked for one of its methods, which for a loop that runs on and on is after its hundred thousandth
 * turn.
 */
final class TextFreeTest {
  @ParameterizedTest
  @ValueSource(strings = {"loop.Ticks", "loop.Tick", "loop.SafetyCheck", "loop.BusTurn", "loop.MemoryServos",
      "loop.Recorder", "loop.Recorder$Row", "loop.SafeEnd", "loop.Steps", "loop.Jitter", "servo.LineBus",
      "servo.Exchange", "servo.DynamixelBus", "servo.DynamixelWire", "servo.FeetechWire",
      "servo.protocol.DynamixelEncoder", "servo.protocol.DynamixelParser", "servo.protocol.FeetechEncoder",
      "servo.protocol.FeetechParser"})
  void hasNone(String name) throws IOException, ClassNotFoundException {
    assertThat(texts(Class.forName("io.github.lanewise.hardware." + name))).isEmpty();
  }

  /** A switch over an enum is a class of its own, loaded where it is first reached: at the first error, say. */
  @ParameterizedTest
  @ValueSource(strings = {"loop.Ticks", "loop.Tick", "loop.SafetyCheck", "loop.SafeEnd", "loop.Steps", "loop.Finding",
      "servo.LineBus", "servo.PacketBus", "servo.DynamixelBus", "servo.FeetechBus", "servo.MoteusBus",
      "servo.Exchange"})
  void hasNoSwitchOverAnEnum(String name) throws ClassNotFoundException {
    Class<?> type = Class.forName("io.github.lanewise.hardware." + name);
    assertThat(type.getResource(type.getSimpleName() + "$1.class")).isNull();
  }

  @Test
  void textsAreFound() throws IOException {
    assertThat(texts(LoopRun.class)).contains("first state");
  }

  private static List<String> texts(Class<?> type) throws IOException {
    List<String> texts = new ArrayList<>();
    String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      for (PoolEntry entry : ClassFile.of().parse(in.readAllBytes()).constantPool()) {
        if (entry instanceof StringEntry text) {
          texts.add(text.stringValue());
        }
      }
    }
    return texts;
  }
}
