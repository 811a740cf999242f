package io.github.lanewise.dynamics.lagrange;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The JDK's parser and documents, as the readers here need them. */
final class Xml {
  private Xml() {}

  static Element root(InputStream in) throws IOException {
    try {
      return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(in).getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(e);
    }
  }

  static List<Element> children(Element parent, String tag) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && (element.getTagName().equals(tag) || tag.equals("*"))) {
        children.add(element);
      }
    }
    return children;
  }

  /** The only child of that tag, or null. */
  static Element child(Element parent, String tag) {
    return children(parent, tag).stream().findFirst().orElse(null);
  }

  static Real[] numbers(String text) {
    return Arrays.stream(text.strip().split("\\s+")).map(Real::of).toArray(Real[]::new);
  }

  /** The numbers of an attribute, or of {@code otherwise} where the element or the attribute is missing. */
  static Real[] numbers(Element element, String attribute, String otherwise) {
    return numbers(element != null && element.hasAttribute(attribute) ? element.getAttribute(attribute) : otherwise);
  }

  static Real number(Element element, String attribute) {
    return numbers(element, attribute, "0")[0];
  }
}
