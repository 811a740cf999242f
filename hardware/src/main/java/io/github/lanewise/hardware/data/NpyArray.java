package io.github.lanewise.hardware.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An array of numbers with a shape, as NumPy stores it in a {@code .npy} file: {@code values[(i s_1 + j) s_2 + k ...]},
 * the last index running fastest.
 *
 * <p>Written as {@code <f8}, format version 1.0. Read from {@code <f8}, {@code <f4} and {@code <i8}, in C or Fortran
 * order, versions 1.0 to 3.0. Source of the format: NumPy Enhancement Proposal 1.
 *
 * @param values not copied
 * @param shape the sizes; none for a single number
 */
public record NpyArray(double[] values, int... shape) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d\\s,]*)\\)");

  /** Refuses a shape of another size. */
  public NpyArray {
    if (size(shape) != values.length) {
      throw new IllegalArgumentException(values.length + " numbers do not make an array of shape " + text(shape));
    }
  }

  /** A single number. */
  public static NpyArray of(double value) {
    return new NpyArray(new double[] {value});
  }

  /** The codes of a text's ASCII letters. */
  public static NpyArray ofText(String letters) {
    double[] codes = letters.chars().asDoubleStream().toArray();
    return new NpyArray(codes, codes.length);
  }

  /** The text of which these are the codes of the letters. */
  public String toText() {
    StringBuilder letters = new StringBuilder();
    for (double code : values) {
      letters.append((char) code);
    }
    return letters.toString();
  }

  /** The only number of an array without dimensions, or the first of another. */
  public double value() {
    return values[0];
  }

  static String text(int... shape) {
    return Arrays.stream(shape).mapToObj(s -> s < 0 ? "any" : Integer.toString(s))
        .collect(Collectors.joining(", ", "(", shape.length == 1 ? ",)" : ")"));
  }

  private static long size(int[] shape) {
    return Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
  }

  /** The bytes of a {@code .npy} file. */
  byte[] toBytes() {
    String dictionary = "{'descr': '<f8', 'fortran_order': False, 'shape': " + text(shape) + ", }";
    int start = MAGIC.length + 4;
    int header = Math.ceilDiv(start + dictionary.length() + 1, ALIGNMENT) * ALIGNMENT - start;
    ByteBuffer bytes = ByteBuffer.allocate(Math.addExact(start + header,
        Math.multiplyExact(Double.BYTES, values.length))).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header);
    bytes.put((dictionary + " ".repeat(header - dictionary.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
    bytes.asDoubleBuffer().put(values);
    return bytes.array();
  }

  /**
   * The array that a {@code .npy} file holds.
   *
   * @throws IllegalArgumentException if the bytes are not one, or too few or too many
   */
  static NpyArray parse(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    String header = header(bytes);
    String type = find(TYPE, header, "plain number type");
    int[] shape = shape(find(SHAPE, header, "shape"));
    int itemBytes = switch (type) {
      case "<f8", "<i8" -> 8;
      case "<f4" -> 4;
      default -> throw new IllegalArgumentException(
          "has dtype '" + type + "', but only '<f8', '<f4' and '<i8' are read; in Python, astype('<f8') makes it one");
    };
    if (bytes.remaining() != Math.multiplyExact(size(shape), itemBytes)) {
      throw new IllegalArgumentException("has " + bytes.remaining() + " bytes of numbers, but shape " + text(shape)
          + " of '" + type + "' takes " + size(shape) * itemBytes);
    }
    double[] values = new double[(int) size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = switch (type) {
        case "<f8" -> bytes.getDouble();
        case "<f4" -> bytes.getFloat();
        default -> exact(bytes.getLong());
      };
    }
    return find(ORDER, header, "fortran_order").equals("True") ? fromFortran(values, shape)
        : new NpyArray(values, shape);
  }

  private static String header(ByteBuffer bytes) {
    boolean marked = bytes.remaining() >= MAGIC.length + 4;
    for (int i = 0; marked && i < MAGIC.length; i++) {
      marked = bytes.get() == MAGIC[i];
    }
    if (!marked) {
      throw new IllegalArgumentException("is no .npy array: it does not start with \\x93NUMPY");
    }
    int version = bytes.get();
    bytes.get();
    if (version < 1 || version > 3) {
      throw new IllegalArgumentException("has .npy version " + version + ", but only 1 to 3 are read");
    }
    int length = version == 1 ? Short.toUnsignedInt(bytes.getShort()) : bytes.remaining() < 4 ? -1 : bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new IllegalArgumentException("ends within its header");
    }
    byte[] header = new byte[length];
    bytes.get(header);
    return new String(header, StandardCharsets.UTF_8);
  }

  private static String find(Pattern pattern, String header, String what) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException("has no " + what + " in its header " + header.strip());
    }
    return matcher.group(1);
  }

  private static int[] shape(String sizes) {
    try {
      return Arrays.stream(sizes.split(",")).map(String::strip).filter(s -> !s.isEmpty()).mapToInt(Integer::parseInt)
          .toArray();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("has shape (" + sizes + "), which is too large", e);
    }
  }

  private static double exact(long value) {
    if ((long) (double) value != value) {
      throw new IllegalArgumentException("has the integer " + value + ", which is too large for a double");
    }
    return value;
  }

  /** Fortran's first index runs fastest. */
  private static NpyArray fromFortran(double[] values, int[] shape) {
    double[] result = new double[values.length];
    int[] index = new int[shape.length];
    for (double value : values) {
      int at = 0;
      for (int d = 0; d < shape.length; d++) {
        at = at * shape[d] + index[d];
      }
      result[at] = value;
      for (int d = 0; d < shape.length && ++index[d] == shape[d]; d++) {
        index[d] = 0;
      }
    }
    return new NpyArray(result, shape);
  }
}
