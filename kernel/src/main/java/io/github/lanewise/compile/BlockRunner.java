package io.github.lanewise.compile;

/** What the emitted class implements: the kernel on a range of blocks. */
interface BlockRunner {
  /**
   * Runs blocks {@code first} to {@code end - 1}.
   *
   * @param workspace scratch array of the kernel's element type
   * @param ports arrays of the input ports, then of the output ports
   * @param starts index of the first element of each port
   * @param strides distance between blocks of each port
   * @param dry calls the compiled methods but lets them return at once: calls are what makes the JVM hand a method to
   *     C2
   */
  void run(Object workspace, Object[] ports, int[] starts, int[] strides, int first, int end, boolean dry);
}
