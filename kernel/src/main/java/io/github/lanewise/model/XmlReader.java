package io.github.lanewise.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a robot file into elements. What a robot never needs is refused: a document type (and with it every entity,
 * internal or external; nothing is ever fetched), more than {@link #MAX_BYTES}, {@link #MAX_ELEMENTS} or {@link
 * #MAX_DEPTH}. So time and memory are bounded by the size of the file.
 */
final class XmlReader {
  /** Largest file. */
  static final int MAX_BYTES = 16 << 20;
  /** Most elements of one file. */
  static final int MAX_ELEMENTS = 100_000;
  /** Deepest nesting. */
  static final int MAX_DEPTH = 200;

  private static final int MAX_REASON = 200;

  private final String file;
  private final Deque<XmlElement> open = new ArrayDeque<>();
  private XmlElement root;
  private int elements;

  private XmlReader(String file) {
    this.file = file;
  }

  /** The root element of a file. */
  static XmlElement read(String file, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new RobotFormatException(
          file, 0, "larger than " + (MAX_BYTES >> 20) + " MiB, which no robot file should be");
    }
    return read(file, bytes);
  }

  /** The root element of the bytes of a file. */
  static XmlElement read(String file, byte[] bytes) {
    return read(file, XmlText.decode(file, bytes));
  }

  /** The root element of a text. */
  static XmlElement read(String file, String text) {
    if (text.length() > MAX_BYTES) {
      throw new RobotFormatException(file, 0, "longer than " + MAX_BYTES + " characters, which no robot should be");
    }
    return new XmlReader(file).read(text);
  }

  private XmlElement read(String text) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty("jdk.xml.maxElementDepth", "0"); // ours says which file and line
    try {
      XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(XmlText.forgive(text)));
      try {
        // The reader stands behind a tag when it reports it; where it stood before is where the tag begins.
        int line = 1;
        while (xml.hasNext()) {
          event(xml, xml.next(), line);
          line = xml.getLocation().getLineNumber();
        }
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      throw malformed(e);
    }
    return root;
  }

  private void event(XMLStreamReader xml, int event, int lineBefore) {
    switch (event) {
      case XMLStreamConstants.DTD -> throw new RobotFormatException(file, lineBefore,
          "has a DOCTYPE; document types and entities are refused, so remove it");
      case XMLStreamConstants.START_ELEMENT -> start(xml, lineBefore);
      case XMLStreamConstants.END_ELEMENT -> open.pop();
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text(xml.getText());
      default -> { }
    }
  }

  /** Blanks between elements are of no interest. */
  private void text(String text) {
    if (!text.isBlank() && !open.isEmpty()) {
      open.peek().append(text);
    }
  }

  private void start(XMLStreamReader xml, int lineBefore) {
    int line = root == null ? xml.getLocation().getLineNumber() : lineBefore;
    XmlElement element = new XmlElement(file, line, xml.getLocalName());
    if (++elements > MAX_ELEMENTS) {
      throw element.refuse("more than " + MAX_ELEMENTS + " elements");
    }
    if (open.size() == MAX_DEPTH) {
      throw element.refuse("elements are nested more than " + MAX_DEPTH + " deep");
    }
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      String prefix = xml.getAttributePrefix(i);
      String local = xml.getAttributeLocalName(i);
      element.put(prefix == null || prefix.isEmpty() ? local : prefix + ":" + local, xml.getAttributeValue(i));
    }
    if (root == null) {
      root = element;
    } else {
      open.peek().add(element);
    }
    open.push(element);
  }

  /** The JDK's messages carry their own place, which is said already, in front; and what they quote has no end. */
  private RobotFormatException malformed(XMLStreamException e) {
    int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
    String text = String.valueOf(e.getMessage());
    int start = text.indexOf("Message: ");
    String reason = start < 0 ? text : text.substring(start + "Message: ".length());
    String cut = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) + "..." : reason;
    return new RobotFormatException(file, line, "malformed XML: " + cut);
  }
}
