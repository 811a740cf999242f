/**
 * What a loop may ask, ready to use: hold a posture, go to one, repeat a recording, act as a policy of the kernel does.
 *
 * <p>{@link Hold} first, the shortest. Uses {@code loop}, {@code recording}, {@code servo} and the kernel.
 */
package io.github.lanewise.hardware.controller;
