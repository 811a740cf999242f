package io.github.lanewise.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From bytes to characters that an XML parser takes. The encoding, as in XML 1.0 appendix F: byte order mark, else
 * declaration, else UTF-8.
 */
final class XmlText {
  private static final Pattern DECLARED =
      Pattern.compile("^\\s{0,100}<\\?xml[^>]{0,100}?encoding\\s*=\\s*[\"']([^\"']{1,40})[\"']");
  private static final Pattern DECLARATION = Pattern.compile("^\\s{0,1000}<\\?xml\\s[^<>]{0,200}\\?>");

  private XmlText() {}

  /** The text of a file; bytes that are no text in its encoding are refused with their line. */
  static String decode(String file, byte[] bytes) {
    Charset charset = charset(file, bytes);
    CharsetDecoder decoder = charset.newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate((int) (bytes.length * (double) decoder.maxCharsPerByte()) + 2);
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    if (result.isError()) {
      int line = 1 + (int) out.chars().filter(c -> c == '\n').count();
      throw new RobotFormatException(file, line, "malformed XML: bytes that are no text in " + charset);
    }
    boolean marked = !out.isEmpty() && out.charAt(0) == '\uFEFF';
    return marked ? out.subSequence(1, out.length()).toString() : out.toString();
  }

  /**
   * The text with blanks for what XML forbids, other readers of robots let pass and says nothing: blank lines before
   * the declaration, a declared version that does not exist, dashes within comments. Lines stay where they are.
   */
  static String forgive(String text) {
    StringBuilder blanked = new StringBuilder(text);
    Matcher declaration = DECLARATION.matcher(text);
    int i = declaration.find() ? declaration.end() : 0;
    blank(blanked, 0, i);
    while (i >= 0 && i < text.length()) {
      i = text.indexOf('<', i);
      if (i >= 0 && text.startsWith("<!--", i)) {
        int end = text.indexOf("-->", i + 4);
        blank(blanked, i + 4, end);
        i = end;
      } else if (i >= 0) {
        i = text.startsWith("<![CDATA[", i) ? text.indexOf("]]>", i) : i + 1;
      }
    }
    return blanked.toString();
  }

  private static void blank(StringBuilder text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!Character.isWhitespace(text.charAt(i))) {
        text.setCharAt(i, ' ');
      }
    }
  }

  private static Charset charset(String file, byte[] bytes) {
    int first = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
    switch (first) {
      case 0xFEFF, 0x003C -> {
        return StandardCharsets.UTF_16BE;
      }
      case 0xFFFE, 0x3C00 -> {
        return StandardCharsets.UTF_16LE;
      }
      default -> {
        String head = new String(bytes, 0, Math.min(200, bytes.length), StandardCharsets.ISO_8859_1);
        Matcher declared = DECLARED.matcher(head);
        try {
          return declared.find() ? Charset.forName(declared.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
          throw new RobotFormatException(file, 1, "malformed XML: no encoding '" + declared.group(1) + "' is known");
        }
      }
    }
  }
}
