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
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A URDF file with other numbers: inertias of links, and damping, friction, armature and stiffness of joints. All else
 * in it stays.
 *
 * <p>The body of a joint is its child link with all that is fixed to it: the link gets the whole body's inertia, in its
 * own frame, and what is fixed to it loses its own.
 */
final class UrdfNumbers {
  private static final String[] DYNAMICS = {"armature", "damping", "friction", "stiffness"};
  private static final int JOINT_ROW = 10;

  private final Document document;

  private UrdfNumbers(Document document) {
    this.document = document;
  }

  /** Writes the file anew under another name, with parameters as {@link Parameters} orders them. */
  static void write(Path urdf, RobotModel model, double[] parameters, Path to) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      UrdfNumbers numbers = new UrdfNumbers(factory.newDocumentBuilder().parse(urdf.toFile()));
      for (int i = 0; i < model.joints().size(); i++) {
        numbers.set(model.joints().get(i).name(), parameters, i * Parameters.ROWS_PER_JOINT);
      }
      WholeFile.write(to, out -> {
        try {
          TransformerFactory.newInstance().newTransformer()
              .transform(new DOMSource(numbers.document), new StreamResult(out));
        } catch (TransformerException e) {
          throw new IOException(to + " could not be written as XML", e);
        }
      });
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(urdf + " could not be read as XML", e);
    }
  }

  private void set(String joint, double[] parameters, int at) {
    Element element = named("joint", joint);
    Element dynamics = only(element, "dynamics");
    for (int k = 0; k < DYNAMICS.length; k++) {
      if (parameters[at + JOINT_ROW + k] != 0 || dynamics.hasAttribute(DYNAMICS[k])) {
        dynamics.setAttribute(DYNAMICS[k], Double.toString(parameters[at + JOINT_ROW + k]));
      }
    }
    String link = child(element);
    fixedTo(link).forEach(other -> removeInertial(named("link", other)));
    Element inertial = only(named("link", link), "inertial");
    while (inertial.hasChildNodes()) {
      inertial.removeChild(inertial.getFirstChild());
    }
    append(inertial, "origin").setAttribute("xyz",
        parameters[at + 1] + " " + parameters[at + 2] + " " + parameters[at + 3]);
    append(inertial, "mass").setAttribute("value", Double.toString(parameters[at]));
    Element inertia = append(inertial, "inertia");
    String[] names = {"ixx", "ixy", "ixz", "iyy", "iyz", "izz"};
    for (int k = 0; k < names.length; k++) {
      inertia.setAttribute(names[k], Double.toString(parameters[at + 4 + k]));
    }
  }

  private List<String> fixedTo(String link) {
    List<String> links = new ArrayList<>();
    NodeList joints = document.getElementsByTagName("joint");
    for (int k = 0; k < joints.getLength(); k++) {
      Element joint = (Element) joints.item(k);
      if (joint.getAttribute("type").equals("fixed") && only(joint, "parent").getAttribute("link").equals(link)) {
        links.add(child(joint));
        links.addAll(fixedTo(child(joint)));
      }
    }
    return links;
  }

  private String child(Element joint) {
    return only(joint, "child").getAttribute("link");
  }

  private static void removeInertial(Element link) {
    NodeList inertials = link.getElementsByTagName("inertial");
    while (inertials.getLength() > 0) {
      link.removeChild(inertials.item(0));
    }
  }

  /** The child element of that name, made if there is none. */
  private Element only(Element parent, String name) {
    NodeList all = parent.getElementsByTagName(name);
    return all.getLength() > 0 ? (Element) all.item(0) : append(parent, name);
  }

  private Element append(Element parent, String name) {
    return (Element) parent.appendChild(document.createElement(name));
  }

  private Element named(String tag, String name) {
    NodeList all = document.getElementsByTagName(tag);
    for (int k = 0; k < all.getLength(); k++) {
      Element element = (Element) all.item(k);
      if (element.getAttribute("name").equals(name) && element.getParentNode() == document.getDocumentElement()) {
        return element;
      }
    }
    throw new IllegalStateException("the file has no " + tag + " '" + name + "', though the robot read from it has");
  }
}
