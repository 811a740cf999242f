/** What the command line and the benchmarks time to learn how fast this machine could be. Uses {@code lanes} alone. */
package io.github.lanewise.measure;
