package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines are right, and a hostile file costs neither time nor memory nor a look at other files. */
class XmlReaderTest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @Test
  void elementsKnowTheLineOnWhichTheyBegin() {
    XmlElement root =
        XmlReader.read("f", "<?xml version='1.0'?>\n<a>\n  <b\n    x='1'\n    y='2'/>\n<!--\n--><c/><d>\n</d>\n</a>");
    assertThat(root.children()).extracting(XmlElement::name).containsExactly("b", "c", "d");
    assertThat(root.children()).extracting(XmlElement::line).containsExactly(3, 7, 7);
    assertThat(root.line()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "\n\n<?xml version='1.0'?>\n<a/>", "<?xml version='0.0' encoding='utf-8'?>\n\n\n<a/>",
    "<!-- -- --->\n<!----\n--><!--->--\n--><a/>", "<?xml version=\"1.1\" ?>\n<!--\n- - <a> --\n--><a/>"
  })
  void whatOthersLetPassIsReadAndLinesStay(String xml) {
    assertThat(XmlReader.read("f", xml).line()).isEqualTo(4);
  }

  @Test
  void whatLooksLikeACommentInATextIsNone() {
    XmlElement a = XmlReader.read("f", "<a><mu1><![CDATA[1 <!-- ]]></mu1><mu1>2</mu1><!-- -- --></a>");
    assertThat(a.children()).hasSize(2);
  }

  @Test
  void attributesOfOtherVocabulariesAreNotOurs() {
    XmlElement a = XmlReader.read("f", "<a xmlns:m='urn:m' m:x='1' x='2'/>");
    assertThat(a.text("x")).isEqualTo("2");
    assertThat(XmlReader.read("f", "<a m:x='1'/>").has("x")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "<!DOCTYPE robot><robot/>",
    "<!DOCTYPE robot [<!ENTITY e 'x'>]><robot name='&e;'/>",
    "<!DOCTYPE robot [<!ENTITY a 'xxxxxxxxxx'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]><robot>&b;</robot>",
    "<!DOCTYPE robot SYSTEM 'http://127.0.0.1:9/robot.dtd'><robot/>",
    "<!DOCTYPE robot PUBLIC '-//X' 'file:///etc/passwd'><robot/>",
  })
  void documentTypesAreRefused(String xml) {
    assertThatThrownBy(() -> RobotModel.parse(xml)).isInstanceOf(RobotFormatException.class)
        .hasMessageStartingWith("text:1: has a DOCTYPE");
  }

  @Test
  void filesNamedByEntitiesAreNotOpened(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "swordfish");
    String xml = "<!DOCTYPE robot [<!ENTITY e SYSTEM '" + secret.toUri() + "'>]>\n<robot><link name='l'/>&e;</robot>";
    assertThatThrownBy(() -> RobotModel.parse(xml))
        .hasMessageContaining("DOCTYPE").hasMessageNotContaining("swordfish");
    assertThatThrownBy(() -> RobotModel.parse("<robot>&e;</robot>")).isInstanceOf(RobotFormatException.class);
  }

  @Test
  void nestingIsBounded() {
    assertThat(XmlReader.read("f", "<a>".repeat(XmlReader.MAX_DEPTH) + "</a>".repeat(XmlReader.MAX_DEPTH))).isNotNull();
    assertThatThrownBy(() -> XmlReader.read("f", "<a>\n".repeat(1_000_000)))
        .hasMessage("f:201: elements are nested more than 200 deep");
  }

  @Test
  void elementsAreCounted() {
    int children = XmlReader.MAX_ELEMENTS - 1;
    assertThat(XmlReader.read("f", "<a>" + "<b/>".repeat(children) + "</a>").children()).hasSize(children);
    assertThatThrownBy(() -> XmlReader.read("f", "<a>" + "<b/>".repeat(children + 1) + "</a>"))
        .hasMessage("f:1: more than 100000 elements");
  }

  @Test
  void filesAreReadNoFurtherThanTheLimit() {
    InputStream endless = new InputStream() {
      @Override
      public int read() {
        return ' ';
      }
    };
    assertThatThrownBy(() -> XmlReader.read("big.urdf", endless))
        .hasMessage("big.urdf: larger than 16 MiB, which no robot file should be");
  }

  @Test
  void attributesOfAnyLengthAreReadInTime() {
    String digits = "1".repeat(4_000_000);
    for (String value : new String[] {digits, digits + "x", "1.".repeat(2_000_000), "1 ".repeat(2_000_000)}) {
      String xml = "<robot><link name='l'><inertial><mass value='" + value + "'/></inertial></link></robot>";
      long start = THREADS.getCurrentThreadCpuTime();
      assertThatThrownBy(() -> RobotModel.parse(xml)).isInstanceOf(RobotFormatException.class)
          .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(300));
      assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void chainsOfThousandsOfLinksNeedNoStack() {
    int n = RobotBuilder.MAX_LINKS;
    StringBuilder xml = new StringBuilder("<robot name='chain'><link name='l0'/>");
    String body = "<inertial><mass value='1'/><inertia ixx='1' iyy='1' izz='1'/></inertial>";
    for (int i = 1; i < n; i++) {
      xml.append("<link name='l%d'>%s</link>".formatted(i, body));
      String joint = "<joint name='j%d' type='fixed'><parent link='l%d'/><child link='l%d'/></joint>";
      xml.append(joint.formatted(i, i - 1, i));
    }
    assertThat(RobotModel.parse(xml + "</robot>").base().mass()).isEqualTo(n - 1);
    assertThatThrownBy(() -> RobotModel.parse(xml + "<link name='one too many'/></robot>"))
        .hasMessageContaining("more than 10000 links");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "ISO-8859-1"})
  void encodingsAreThoseOfTheFile(String encoding) throws IOException {
    String xml = "<?xml version='1.0' encoding='" + encoding + "'?><a name='Gelenk für Läufer'/>";
    XmlElement a = XmlReader.read("f", new ByteArrayInputStream(xml.getBytes(encoding)));
    assertThat(a.text("name")).isEqualTo("Gelenk für Läufer");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", " ", "robot", "<robot", "<robot></robot", "<robot/><robot/>", "<robot a='1' a='2'/>", "<robot a=1/>", "<1/>",
    "<?xml version='1.0' encoding='klingon'?><robot/>", "<robot>&#0;</robot>", "<robot>&lt</robot>", "<robot><![CDATA[",
    "\uFFFE<robot/>"
  })
  void malformedXmlIsRefused(String xml) {
    assertThatThrownBy(() -> XmlReader.read("f", new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(RobotFormatException.class).hasMessageContaining("malformed XML");
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    byte[] bytes = "<robot name='__'/>".getBytes(StandardCharsets.UTF_8);
    bytes[13] = (byte) 0xC3;
    bytes[14] = (byte) 0x28;
    assertThatThrownBy(() -> XmlReader.read("f", new ByteArrayInputStream(bytes)))
        .isInstanceOf(RobotFormatException.class).hasMessage("f:1: malformed XML: bytes that are no text in UTF-8");
  }
}
