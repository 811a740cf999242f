package io.github.lanewise.jmh;

import java.io.IOException;
import java.util.stream.Stream;
import org.openjdk.jmh.Main;

/**
 * {@code java -jar jmh/target/benchmarks.jar [JMH options]}: JMH's own command line, with {@link Rates} beside every
 * score, and in every fork the Vector API and what it is made of, as the launcher starts the command line. Where the
 * JVM would start one C2 thread, on two or three cores, it is told to start two: the time to compile a kernel's chunks
 * is most of its warm-up.
 *
 * <p>An executable jar cannot ask for an incubator module, so the forks are told to. That takes the place of {@code
 * -jvmArgsPrepend}; {@code -jvmArgs} and {@code -jvmArgsAppend} are free. Run without forks ({@code -f 0}) it needs
 * {@code java --add-modules jdk.incubator.vector -jar ...}.
 */
public final class Benchmarks {
  private Benchmarks() {
  }

  /** Hands the arguments to JMH. */
  public static void main(String[] args) throws IOException {
    String compilers = Runtime.getRuntime().availableProcessors() < 4 ? " -XX:CICompilerCount=3" : "";
    String exports = " --add-exports=java.base/jdk.internal.vm.vector=ALL-UNNAMED"
        + " --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED";
    Stream<String> own = Stream.of("-jvmArgsPrepend", "--add-modules=jdk.incubator.vector" + exports + compilers,
        "-prof", Rates.class.getName());
    Main.main(Stream.concat(own, Stream.of(args)).toArray(String[]::new));
  }
}
