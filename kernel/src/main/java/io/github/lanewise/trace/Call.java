package io.github.lanewise.trace;

/** What an {@link Op#CALL} calls, with the numbers of this call. */
record Call(Subroutine subroutine, double[] numbers) {}
