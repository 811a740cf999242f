package io.github.lanewise.model;

import java.util.HashMap;
import java.util.Map;

/**
 * One MJCF file with all that it includes: how it is to be understood, and what its elements inherit and refer to. The
 * main file, or one of which another attaches a part.
 */
final class MjcfFile {
  /** Deepest attaching. */
  private static final int MAX_DEPTH = 20;

  final XmlElement mujoco;
  final MjcfCompiler compiler;
  final MjcfDefaults defaults;
  final MjcfAssets assets;
  private final RobotFolder folder;
  private final int depth;
  private final Map<String, XmlElement> models = new HashMap<>();

  private MjcfFile(XmlElement root, RobotFolder folder, int depth) {
    this.folder = folder;
    this.depth = depth;
    mujoco = MjcfIncludes.expand(root, folder);
    compiler = MjcfCompiler.of(mujoco);
    defaults = new MjcfDefaults(mujoco);
    assets = new MjcfAssets(mujoco, compiler, defaults, folder);
    for (XmlElement section : mujoco.children("asset")) {
      for (XmlElement model : section.children("model")) {
        String file = model.requiredText("file");
        if (models.put(model.has("name") ? model.requiredText("name") : MjcfAssets.stem(file), model) != null) {
          throw model.refuse("two models are named '" + model.text("name") + "'; names are unique");
        }
      }
    }
  }

  /** The main file, whose own includes are in the folder. */
  static MjcfFile main(XmlElement root, RobotFolder folder) {
    return new MjcfFile(root, folder, 0);
  }

  /** The file that an {@code <attach>} element refers to. */
  MjcfFile attached(XmlElement attach) {
    XmlElement model = models.get(attach.requiredText("model"));
    if (model == null) {
      throw attach.refuse(attach + " has " + attach.shown("model") + ", which no <asset> defines");
    }
    if (depth == MAX_DEPTH) {
      throw attach.refuse("models are attached more than " + MAX_DEPTH + " deep");
    }
    String file = model.requiredText("file");
    XmlElement root = XmlReader.read(file, folder.read(model, file));
    if (!root.name().equals("mujoco")) {
      throw root.refuse("the root element is " + root + "; an attached file has <mujoco>");
    }
    return new MjcfFile(root, folder.of(model, file), depth + 1);
  }
}
