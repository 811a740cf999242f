/**
 * Robots once more, independently: files read by the JDK's parser, Lagrange's equations on 4x4 matrices, 67 decimals,
 * derivatives by difference quotients. Slow, plain, and without anything of the library that it judges; only tests here
 * see both.
 */
package io.github.lanewise.dynamics.lagrange;
