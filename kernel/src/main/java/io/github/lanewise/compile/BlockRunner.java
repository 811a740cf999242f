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
   */
  void run(Object workspace, Object[] ports, int[] starts, int[] strides, int first, int end);
}
