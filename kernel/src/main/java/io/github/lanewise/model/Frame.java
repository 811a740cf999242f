package io.github.lanewise.model;

import io.github.lanewise.spatial.Transform;

/**
 * A named place on a body: a link, a site, a tool.
 *
 * @param name unique within the model
 * @param joint index of the joint whose body carries the frame, -1 for the world
 * @param placement pose in the frame of that joint, constants
 */
public record Frame(String name, int joint, Transform placement) {
  /** This frame in a model to which a free base was added in front. */
  Frame behindFreeBase() {
    return new Frame(name, joint + 1, placement);
  }
}
