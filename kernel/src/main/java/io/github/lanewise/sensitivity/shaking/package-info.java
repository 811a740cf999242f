/** What to ask of a robot, and what to do with its logs, before a sensitivity is estimated from them. */
package io.github.lanewise.sensitivity.shaking;
