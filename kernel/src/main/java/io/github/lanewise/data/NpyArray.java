package io.github.lanewise.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An array of numbers with a shape, as NumPy stores it in a {@code .npy} file: {@code values[(i s_1 + j) s_2 + k ...]},
 * the last index running fastest.
 *
 * <p>Written as {@code <f8}, format version 1.0. Read from {@code <f8}, {@code <f4} and {@code <i8}, in C or Fortran
 * order, versions 1.0 to 3.0. Texts are {@code <U}: each a last dimension of Unicode code points, zeros behind its
 * end. Source of the format: NumPy Enhancement Proposal 1.
 *
 * @param text whether the numbers are the code points of texts
 * @param values not copied
 * @param shape the sizes; none for a single number
 */
public record NpyArray(boolean text, double[] values, int... shape) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d\\s,]*)\\)");

  private static final Pattern TEXT_TYPE = Pattern.compile("<U(\\d+)");

  /** Refuses a shape of another size. */
  public NpyArray {
    if (size(shape) != values.length) {
      throw new IllegalArgumentException(values.length + " numbers do not make an array of shape " + text(shape));
    }
  }

  /**
   * Of numbers.
   *
   * @param values not copied
   * @param shape the sizes; none for a single number
   */
  public NpyArray(double[] values, int... shape) {
    this(false, values, shape);
  }

  /**
   * Names, one behind the other.
   *
   * @param texts any number of them
   * @return an array of texts, in NumPy of one dimension
   */
  public static NpyArray ofTexts(List<String> texts) {
    int width = texts.stream().mapToInt(name -> name.codePointCount(0, name.length())).max().orElse(0);
    width = Math.max(1, width);
    double[] codes = new double[texts.size() * width];
    for (int i = 0; i < texts.size(); i++) {
      int[] points = texts.get(i).codePoints().toArray();
      for (int k = 0; k < points.length; k++) {
        codes[i * width + k] = points[k];
      }
    }
    return new NpyArray(true, codes, texts.size(), width);
  }

  /** {@return the texts of which these are the code points, without the zeros at their ends} */
  public List<String> texts() {
    int width = shape[shape.length - 1];
    List<String> texts = new ArrayList<>();
    for (int start = 0; start < values.length; start += width) {
      StringBuilder letters = new StringBuilder();
      int end = start + width;
      while (end > start && values[end - 1] == 0) {
        end--;
      }
      for (int k = start; k < end; k++) {
        letters.appendCodePoint((int) values[k]);
      }
      texts.add(letters.toString());
    }
    return texts;
  }

  /**
   * A single number.
   *
   * @param value the number
   * @return an array without dimensions
   */
  public static NpyArray of(double value) {
    return new NpyArray(new double[] {value});
  }

  /**
   * The codes of a text's ASCII letters.
   *
   * @param letters ASCII
   * @return an array of one dimension
   */
  public static NpyArray ofText(String letters) {
    double[] codes = letters.chars().asDoubleStream().toArray();
    return new NpyArray(codes, codes.length);
  }

  /** {@return the text of which these are the codes of the letters} */
  public String toText() {
    StringBuilder letters = new StringBuilder();
    for (double code : values) {
      letters.append((char) code);
    }
    return letters.toString();
  }

  /** {@return the only number of an array without dimensions, or the first of another} */
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
    int[] items = text ? Arrays.copyOf(shape, shape.length - 1) : shape;
    String type = text ? "<U" + shape[shape.length - 1] : "<f8";
    String dictionary = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + text(items) + ", }";
    int start = MAGIC.length + 4;
    int header = Math.ceilDiv(start + dictionary.length() + 1, ALIGNMENT) * ALIGNMENT - start;
    ByteBuffer bytes = ByteBuffer.allocate(Math.addExact(start + header,
        Math.multiplyExact(text ? Integer.BYTES : Double.BYTES, values.length))).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header);
    bytes.put((dictionary + " ".repeat(header - dictionary.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
    for (double value : values) {
      if (text) {
        bytes.putInt((int) value);
      } else {
        bytes.putDouble(value);
      }
    }
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
    boolean fortran = find(ORDER, header, "fortran_order").equals("True");
    Matcher letters = TEXT_TYPE.matcher(type);
    if (letters.matches()) {
      return texts(bytes, type, length(letters.group(1)), fortran, shape);
    }
    int itemBytes = switch (type) {
      case "<f8", "<i8" -> 8;
      case "<f4" -> 4;
      default -> throw new IllegalArgumentException("has dtype '" + type
          + "', but only '<f8', '<f4', '<i8' and texts, '<U', are read; in Python, astype('<f8') makes numbers of it");
    };
    requireBytes(bytes, type, itemBytes, shape);
    double[] values = new double[(int) size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = switch (type) {
        case "<f8" -> bytes.getDouble();
        case "<f4" -> bytes.getFloat();
        default -> exact(bytes.getLong());
      };
    }
    return fortran ? fromFortran(values, shape) : new NpyArray(values, shape);
  }

  private static int length(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("has texts of " + digits + " letters, which is too many", e);
    }
  }

  private static NpyArray texts(ByteBuffer bytes, String type, int letters, boolean fortran, int[] shape) {
    if (fortran && shape.length > 1) {
      throw new IllegalArgumentException("has texts in Fortran order; in Python, numpy.ascontiguousarray turns them");
    }
    requireBytes(bytes, type, Math.multiplyExact(Integer.BYTES, letters), shape);
    int[] sizes = Arrays.copyOf(shape, shape.length + 1);
    sizes[shape.length] = letters;
    double[] codes = new double[(int) size(sizes)];
    for (int i = 0; i < codes.length; i++) {
      int code = bytes.getInt();
      if (!Character.isValidCodePoint(code)) {
        throw new IllegalArgumentException("has the letter " + Integer.toUnsignedString(code)
            + ", which is no code point of Unicode");
      }
      codes[i] = code;
    }
    return new NpyArray(true, codes, sizes);
  }

  private static void requireBytes(ByteBuffer bytes, String type, int itemBytes, int[] shape) {
    if (bytes.remaining() != Math.multiplyExact(size(shape), itemBytes)) {
      throw new IllegalArgumentException("has " + bytes.remaining() + " bytes, but shape " + text(shape)
          + " of '" + type + "' takes " + size(shape) * itemBytes);
    }
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
