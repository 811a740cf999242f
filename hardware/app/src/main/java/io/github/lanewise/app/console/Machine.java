package io.github.lanewise.app.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What figures were measured on: processor and JVM. */
public final class Machine {
  private static final Path LINUX_PROCESSORS = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** Processor, cores that this JVM may use, width of its vectors. */
  public static ObjectNode toJson() {
    return JsonNodeFactory.instance.objectNode()
        .put("cpu", cpu())
        .put("cores", Runtime.getRuntime().availableProcessors())
        .put("vector_bits", Lanes.widest(ElementType.DOUBLE).bits())
        .put("architecture", System.getProperty("os.arch"))
        .put("operating_system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
  }

  /** Name and version of the JVM, its flags and largest heap. */
  public static ObjectNode jvm() {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("name", System.getProperty("java.vm.name"))
        .put("version", Runtime.version().toString())
        .put("max_heap_bytes", Runtime.getRuntime().maxMemory());
    ManagementFactory.getRuntimeMXBean().getInputArguments().forEach(json.putArray("flags")::add);
    return json;
  }

  /** The processor's name where the system tells, else its architecture. */
  public static String cpu() {
    String unknown = System.getProperty("os.arch");
    if (!Files.isReadable(LINUX_PROCESSORS)) {
      return unknown;
    }
    try (Stream<String> lines = Files.lines(LINUX_PROCESSORS)) {
      return lines.filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(unknown);
    } catch (IOException e) {
      return unknown;
    }
  }
}
