package io.github.lanewise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays against the bytes that the format's description asks for, and every way of being damaged. */
final class NpzFileTest {
  @TempDir
  private Path folder;

  /** The example of a header in the format's description, byte by byte. */
  @Test
  void writesTheHeaderOfTheFormatsDescription() {
    byte[] bytes = new NpyArray(new double[] {1, -2.5, 3, 4, 5, 6}, 2, 3).toBytes();
    assertThat(Arrays.copyOf(bytes, 10)).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0);
    String header = new String(bytes, 10, 118, StandardCharsets.US_ASCII);
    assertThat(header).startsWith("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), } ").endsWith(" \n");
    assertThat(bytes).hasSize(128 + 6 * 8);
    assertThat(Arrays.copyOfRange(bytes, 128, 144)).containsExactly(0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0,
        0x04, 0xC0);
    assertThat(new String(NpyArray.of(1).toBytes(), StandardCharsets.ISO_8859_1)).contains("'shape': (), }");
    assertThat(new String(new NpyArray(new double[1], 1).toBytes(), StandardCharsets.ISO_8859_1))
        .contains("'shape': (1,), }");
  }

  @ParameterizedTest
  @CsvSource({"1, <f8", "2, <f8", "3, <f8", "1, <f4", "2, <i8"})
  void readsEveryVersionAndType(int version, String type) {
    NpyArray array = NpyArray.parse(npy(version, type, "False", "(2, 3)", 1, -2, 3, 4, 5, 6));
    assertThat(array.shape()).containsExactly(2, 3);
    assertThat(array.values()).containsExactly(1, -2, 3, 4, 5, 6);
  }

  @Test
  void fortransFirstIndexRunsFastest() {
    NpyArray array = NpyArray.parse(npy(1, "<f8", "True", "(2, 3)", 11, 21, 12, 22, 13, 23));
    assertThat(array.values()).containsExactly(11, 12, 13, 21, 22, 23);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "1; >f8; False; (6,); has dtype '>f8'",
    "1; <c16; False; (6,); has dtype '<c16'",
    "4; <f8; False; (6,); .npy version 4",
    "1; <f8; False; (7,); has 48 bytes, but shape (7,) of '<f8' takes 56",
    "1; <f8; False; (5,); has 48 bytes, but shape (5,) of '<f8' takes 40",
    "1; <f8; False; (99999999999,); which is too large",
    "1; <f8; maybe; (6,); no fortran_order",
    "1; <f8; False; six; no shape"})
  void refusesWhatItCannotRead(int version, String type, String order, String shape, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> NpyArray.parse(npy(version, type, order, shape, 1, 2, 3, 4, 5,
        6))).withMessageContaining(message);
  }

  @Test
  void refusesIntegersThatADoubleCannotHold() {
    byte[] bytes = npy(1, "<i8", "False", "(1,)", 0);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(bytes.length - 8, (1L << 53) + 1);
    assertThatIllegalArgumentException().isThrownBy(() -> NpyArray.parse(bytes))
        .withMessageContaining("9007199254740993");
  }

  @Test
  void readsWhatItWroteAndCompressedFilesToo() throws IOException {
    Path file = folder.resolve("a.npz");
    NpzFile.write(file, arrays());
    NpzFile npz = NpzFile.read(file);
    assertThat(npz.names()).containsExactly("a", "b");
    assertThat(npz.array("a", "", 2, 3).values()).containsExactly(1, Double.NaN, 3, -0.0, Double.MIN_VALUE, 6);
    assertThat(npz.array("b", "").value()).isEqualTo(0.1);
    assertThat(folder.toFile().list()).containsExactly("a.npz");
    byte[] first = Files.readAllBytes(file);
    NpzFile.write(file, arrays());
    assertThat(Files.readAllBytes(file)).isEqualTo(first);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("c.npy"));
      zip.write(npy(1, "<f8", "False", "(2,)", 7, 8));
    }
    assertThat(NpzFile.read(file).array("c", "", -1).values()).containsExactly(7, 8);
  }

  /** The bytes of {@code numpy.array(["q", "knee", "\u00e4\ud83e\udd16"])}. */
  @Test
  void textsAreFixedWidthUnicode() throws IOException {
    NpyArray names = NpyArray.ofTexts(List.of("q", "knee", "\u00e4\ud83e\udd16"));
    ByteBuffer bytes = ByteBuffer.wrap(names.toBytes()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(new String(names.toBytes(), 10, 80, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<U4', 'fortran_order': False, 'shape': (3,), }");
    int[] codes = new int[12];
    bytes.position(128).asIntBuffer().get(codes);
    assertThat(codes).containsExactly('q', 0, 0, 0, 'k', 'n', 'e', 'e', 0xe4, 0x1f916, 0, 0);
    assertThat(NpyArray.parse(names.toBytes()).texts()).containsExactly("q", "knee", "\u00e4\ud83e\udd16");
    Path file = folder.resolve("a.npz");
    NpzFile.write(file, Map.of("names", names, "none", NpyArray.ofTexts(List.of()), "x", NpyArray.of(1)));
    NpzFile npz = NpzFile.read(file);
    assertThat(npz.texts("names")).hasSize(3).contains("knee");
    assertThat(npz.texts("none")).isEmpty();
    assertThat(npz.texts("x")).isEmpty();
    assertThat(npz.array("x", "").value()).isEqualTo(1);
    assertThatIllegalArgumentException().isThrownBy(() -> npz.array("names", "", -1, -1))
        .withMessageContaining("array 'names' has texts, but numbers of shape (any, any) are needed");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "<U2; False; (4,); has 16 bytes, but shape (4,) of '<U2' takes 32",
    "<U1; True; (2, 2); Fortran order",
    "<U1; False; (4,); no code point",
    "<U99999999999; False; (4,); too many"})
  void refusesTextsItCannotRead(String type, String order, String shape, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> NpyArray.parse(npy(1, type, order, shape, 1, 2)))
        .withMessageContaining(message);
  }

  @Test
  void everyTruncationAndEveryFlippedNumberIsNoticed() throws IOException {
    Path file = folder.resolve("a.npz");
    NpzFile.write(file, Map.of("a", new NpyArray(new double[100], 10, 10)));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 97) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatIllegalArgumentException().as("%d bytes", length).isThrownBy(() -> NpzFile.read(file))
          .withMessageContaining("a.npz is no complete .npz archive");
    }
    byte[] flipped = whole.clone();
    flipped[400] ^= 1;
    Files.write(file, flipped);
    assertThatIllegalArgumentException().isThrownBy(() -> NpzFile.read(file))
        .withMessageContaining("array 'a' is damaged");
    assertThatThrownBy(() -> NpzFile.read(folder.resolve("none.npz"))).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void wrongShapesAndMissingArraysAreNamed() throws IOException {
    Path file = folder.resolve("a.npz");
    NpzFile.write(file, arrays());
    NpzFile npz = NpzFile.read(file);
    assertThatIllegalArgumentException().isThrownBy(() -> npz.array("a", "rows x columns", -1, 4))
        .withMessage(file + ": array 'a' has shape (2, 3), but one of shape (any, 4), rows x columns is needed");
    assertThatIllegalArgumentException().isThrownBy(() -> npz.array("a", "", 6)).withMessageContaining("shape (6,)");
    assertThatIllegalArgumentException().isThrownBy(() -> npz.array("z", "", -1))
        .withMessage(file + " has no array 'z' of shape (any,); it has a, b");
  }

  private static Map<String, NpyArray> arrays() {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("a", new NpyArray(new double[] {1, Double.NaN, 3, -0.0, Double.MIN_VALUE, 6}, 2, 3));
    arrays.put("b", NpyArray.of(0.1));
    return arrays;
  }

  private static byte[] npy(int version, String type, String order, String shape, double... values) {
    String header = "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
    ByteBuffer bytes = ByteBuffer.allocate(12 + header.length() + 8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1)).put((byte) version).put((byte) 0);
    if (version == 1) {
      bytes.putShort((short) header.length());
    } else {
      bytes.putInt(header.length());
    }
    bytes.put(header.getBytes(StandardCharsets.US_ASCII));
    for (double value : values) {
      switch (type) {
        case "<f4" -> bytes.putFloat((float) value);
        case "<i8" -> bytes.putLong((long) value);
        default -> bytes.putDouble(value);
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
