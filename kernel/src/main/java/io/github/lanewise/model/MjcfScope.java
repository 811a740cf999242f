package io.github.lanewise.model;

/**
 * What an element of an MJCF file inherits from those around it.
 *
 * @param file the file that it stands in
 * @param childClass class of the elements that name none; null for the outermost
 * @param prefix before every name
 * @param suffix after every name
 */
record MjcfScope(MjcfFile file, String childClass, String prefix, String suffix) {
  /** At the top of the main file. */
  static MjcfScope of(MjcfFile file) {
    return new MjcfScope(file, null, "", "");
  }

  /** At the top of a file of which a part is attached here, with one more prefix before its names. */
  MjcfScope attached(MjcfFile other, String further) {
    return new MjcfScope(other, null, prefix + further, suffix);
  }

  /** Inside of a body or a frame, which may give its elements another class. */
  MjcfScope inside(XmlElement element) {
    return new MjcfScope(file, file.defaults.childClass(element, childClass), prefix, suffix);
  }

  /** Inside of a replica: its own end of names comes first. */
  MjcfScope replica(String end) {
    return new MjcfScope(file, childClass, prefix, end + suffix);
  }

  /** The element with what it inherits from its class. */
  XmlElement resolve(XmlElement element) {
    return file.defaults.resolve(element, childClass);
  }

  /** The whole name of what is called so here. */
  String name(String here) {
    return prefix + here + suffix;
  }
}
