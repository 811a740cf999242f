package io.github.lanewise.app.identify;

import io.github.lanewise.data.WholeFile;
import io.github.lanewise.dynamics.Parameters;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** A robot's file, URDF or MJCF, written anew with other numbers; all else in it stays. */
final class RobotXml {
  /** What reading may change of a number that was written, in relation to it. */
  private static final double ROUNDING = 1e-9;
  private static final double NOTHING = 1e-6;

  private RobotXml() {}

  /**
   * Writes the file anew under another name, and reads it.
   *
   * @param file of the robot
   * @param freeBase whether its base was freed, though the file has it fixed
   * @param model read from it
   * @param parameters as {@link Parameters} orders them, then what each actuator gives of what the file says
   * @param to where to
   * @throws IllegalArgumentException if the format has no place for a number, or the file written is another robot's
   */
  static void write(Path file, boolean freeBase, RobotModel model, double[] parameters, Path to) throws IOException {
    Document document = read(file);
    if (document.getDocumentElement().getTagName().equals("mujoco")) {
      new MjcfNumbers(file, document, model).set(parameters);
    } else {
      new UrdfNumbers(document, freeBase).set(model, parameters);
    }
    NamedFiles.carry(document, file, to);
    WholeFile.write(to, out -> {
      try {
        Transformer transformer = TransformerFactory.newInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
        transformer.transform(new DOMSource(document), new StreamResult(out));
      } catch (TransformerException e) {
        throw new IOException(to + " could not be written as XML", e);
      }
    });
    RobotModel written = RobotModel.load(to);
    requireSame(to, freeBase ? written.withFreeBase() : written, parameters);
  }

  private static Document read(Path file) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(file.toFile());
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(file + " could not be read as XML", e);
    }
  }

  /** What else a file says, such as least masses, may have a word in what its numbers mean. */
  private static void requireSame(Path file, RobotModel written, double[] parameters) {
    double[] values = Parameters.values(written);
    for (int row = 0; row < values.length; row++) {
      double wanted = parameters[row];
      if (Math.abs(values[row] - wanted) > ROUNDING * Math.max(NOTHING, Math.abs(wanted))) {
        throw new IllegalArgumentException(file + " was written, but its " + Parameters.names(written)[row] + " is read"
            + " as " + values[row] + " where " + wanted + " was found: something else in the file changes it, such as"
            + " a bound of the compiler or an actuator's own armature; take the numbers of --json");
      }
    }
  }

  /** The elements in an element, of one name. */
  static List<Element> children(Element parent, String name) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        children.add(element);
      }
    }
    return children;
  }

  /** The first of them, made if there is none. */
  static Element only(Element parent, String name) {
    List<Element> all = children(parent, name);
    return all.isEmpty() ? append(parent, name) : all.getFirst();
  }

  /** A new element at the end of another. */
  static Element append(Element parent, String name) {
    return (Element) parent.appendChild(parent.getOwnerDocument().createElement(name));
  }

  /** Takes away what is in an element under a name. */
  static void remove(Element parent, String name) {
    children(parent, name).forEach(parent::removeChild);
  }

  /** Numbers as both formats list them. */
  static String text(double... numbers) {
    List<String> texts = new ArrayList<>();
    for (double number : numbers) {
      texts.add(Double.toString(number));
    }
    return String.join(" ", texts);
  }
}
