package io.github.lanewise.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Arrays by name, as {@code numpy.savez} writes them and {@code numpy.load} reads them: a zip archive of {@code .npy}
 * files.
 *
 * <p>Reads stored and compressed archives, all of it at once, and checks their checksums. Immutable but for the arrays.
 */
public final class NpzFile {
  private static final String SUFFIX = ".npy";
  /** Zip's first date, so that the same arrays make the same bytes. */
  private static final LocalDateTime NO_DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Path file;
  private final Map<String, NpyArray> arrays;

  private NpzFile(Path file, Map<String, NpyArray> arrays) {
    this.file = file;
    this.arrays = arrays;
  }

  /**
   * All arrays of a file.
   *
   * @param file to be read
   * @return its arrays
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it is damaged, cut off, or has an array of a type that is not read, naming file
   *     and array
   */
  public static NpzFile read(Path file) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        String name = entry.getName().endsWith(SUFFIX)
            ? entry.getName().substring(0, entry.getName().length() - SUFFIX.length()) : entry.getName();
        try {
          arrays.put(name, NpyArray.parse(bytes(zip, entry)));
        } catch (IllegalArgumentException | ArithmeticException e) {
          throw new IllegalArgumentException(file + ": array '" + name + "' " + e.getMessage(), e);
        }
      }
    } catch (ZipException | EOFException e) {
      throw new IllegalArgumentException(file + " is no complete .npz archive: " + e.getMessage(), e);
    }
    return new NpzFile(file, arrays);
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
    byte[] bytes;
    try (InputStream in = zip.getInputStream(entry)) {
      bytes = in.readAllBytes();
    }
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    if (checksum.getValue() != entry.getCrc() || bytes.length != entry.getSize()) {
      throw new IllegalArgumentException("is damaged: its checksum does not match");
    }
    return bytes;
  }

  /** {@return the names, in the order of the file} */
  public Set<String> names() {
    return arrays.keySet();
  }

  /**
   * Whether the file has an array.
   *
   * @param name of the array
   * @return whether it is there
   */
  public boolean has(String name) {
    return arrays.containsKey(name);
  }

  /**
   * The dimensions of an array that the file has.
   *
   * @param name of the array
   * @return how many there are
   */
  public int dimensions(String name) {
    return arrays.get(name).shape().length;
  }

  /**
   * An array of a given shape.
   *
   * @param name of the array
   * @param dimensions what they mean, for the message, such as {@code "roll-outs x parameters"}
   * @param shape the sizes; -1 where any will do
   * @return the array
   * @throws IllegalArgumentException if there is none, or it has another shape; the message names file, array and both
   *     shapes
   */
  public NpyArray array(String name, String dimensions, int... shape) {
    NpyArray array = arrays.get(name);
    String wanted = " of shape " + NpyArray.text(shape) + (dimensions.isEmpty() ? "" : ", " + dimensions);
    if (array == null) {
      throw new IllegalArgumentException(file + " has no array '" + name + "'" + wanted
          + (arrays.isEmpty() ? "; it is empty" : "; it has " + String.join(", ", new TreeSet<>(names()))));
    }
    if (array.text()) {
      throw new IllegalArgumentException(file + ": array '" + name + "' has texts, but numbers" + wanted
          + " are needed");
    }
    boolean fits = array.shape().length == shape.length;
    for (int d = 0; fits && d < shape.length; d++) {
      fits = shape[d] < 0 || shape[d] == array.shape()[d];
    }
    if (!fits) {
      throw new IllegalArgumentException(
          file + ": array '" + name + "' has shape " + NpyArray.text(array.shape()) + ", but one" + wanted
              + " is needed");
    }
    return array;
  }

  /**
   * The texts of an array.
   *
   * @param name of the array
   * @return its texts, one behind the other; none if there is no such array, or it has numbers
   */
  public List<String> texts(String name) {
    NpyArray array = arrays.get(name);
    return array == null || !array.text() ? List.of() : array.texts();
  }

  /**
   * Writes arrays in the order of the map, uncompressed; the same arrays make the same bytes.
   *
   * @param file replaced if it is there
   * @param arrays by name
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, Map<String, NpyArray> arrays) throws IOException {
    WholeFile.write(file, out -> {
      try (ZipOutputStream zip = new ZipOutputStream(out)) {
        zip.setMethod(ZipOutputStream.STORED);
        for (Map.Entry<String, NpyArray> array : arrays.entrySet()) {
          byte[] bytes = array.getValue().toBytes();
          CRC32 checksum = new CRC32();
          checksum.update(bytes);
          ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
          entry.setTimeLocal(NO_DATE);
          entry.setSize(bytes.length);
          entry.setCrc(checksum.getValue());
          zip.putNextEntry(entry);
          zip.write(bytes);
        }
      }
    });
  }
}
