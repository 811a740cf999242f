package io.github.lanewise.app.dump;

import static io.github.lanewise.app.report.TextPage.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Op;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A kernel for people, its summary before its text, and its summary for programs. */
record KernelReport(Kernel kernel) {
  String toText() {
    Kernel.Shape shape = kernel.shape();
    TextPage text = new TextPage();
    text.line("%s: %s -> %s", kernel.name(), ports(kernel.inputs()), ports(kernel.outputs()));
    text.line("%s in %d-bit vectors, %d at once", Choice.text(kernel.lanes().type()), kernel.lanes().bits(),
        kernel.lanes().count()).line();
    line(text, "chunks", shape.chunks(), "compiled methods, one after the other");
    line(text, "loads", shape.loads(), "vectors read from ports and scratch");
    line(text, "stores", shape.stores(), "vectors written to ports and scratch");
    line(text, "scratch rows", shape.scratchRows(), "vectors that are kept from one chunk for others");
    line(text, "operations", kernel.operationCounts().values().stream().mapToInt(count -> count).sum(), operations());
    line(text, "flops a robot", kernel.flops(), "a fused multiply-add counts two, moves and bit operations none");
    return text.line() + kernel.dump();
  }

  private static String ports(List<Graph.Port> ports) {
    return ports.stream().map(port -> port.name() + "[" + port.size() + "]").collect(Collectors.joining(" "));
  }

  private String operations() {
    return kernel.operationCounts().entrySet().stream()
        .sorted(Map.Entry.<Op, Integer>comparingByValue(Comparator.reverseOrder()))
        .map(entry -> format("%,d %s", entry.getValue(), Choice.text(entry.getKey())))
        .collect(Collectors.joining(", "));
  }

  private static void line(TextPage text, String name, long count, String remark) {
    text.line("  %-14s %,9d   %s", name, count, remark);
  }

  /** The numbers of the summary. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("kernel", kernel.name());
    putRows(json.putObject("input_rows"), kernel.inputs());
    putRows(json.putObject("output_rows"), kernel.outputs());
    Kernel.Shape shape = kernel.shape();
    json.put("lanes", kernel.lanes().count()).put("chunks", shape.chunks()).put("loads", shape.loads())
        .put("stores", shape.stores()).put("scratch_rows", shape.scratchRows());
    ObjectNode operations = json.putObject("operations");
    kernel.operationCounts().forEach((op, count) -> operations.put(Choice.text(op), count));
    return json.put("flops_per_robot", kernel.flops());
  }

  private static void putRows(ObjectNode json, List<Graph.Port> ports) {
    ports.forEach(port -> json.put(port.name(), port.size()));
  }
}
