package io.github.lanewise.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Breaks a file the way that disks, editors, scripts and strangers do. */
final class Mutator {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]*\\.?[0-9]+");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");
  private static final Pattern VALUE = Pattern.compile("\"[^\"]*\"");
  private static final Pattern ATTRIBUTE = Pattern.compile(" [a-z]+=\"[^\"]*\"");
  private static final Pattern TAG = Pattern.compile("<[^<>]*>");
  private static final Pattern EMPTY_TAG = Pattern.compile("<[^<>]*/>");
  private static final String[] NUMBERS = {
    "nan", "inf", "-inf", "0", "-0.0", "-1", "1e308", "-1e308", "1e-320", "1e999", "", " ", "abc", "1 2", "0x1p3", "1d",
    "1e", "--1", "1,5", "9".repeat(400), "0 0 0", "1e200"
  };
  private static final String[] TEXTS = {
    "<", ">", "\"", "&", "&amp;", "&#0;", "&#x41;", "&e;", "<!--", "-->", "<![CDATA[", "]]>", "<?xml?>", "\u0000", "\n",
    "\uFEFF", "<!DOCTYPE robot [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>", "<x/>", "<joint/>", "<link/>", "<body/>",
    "<inertial/>", "<include file='x'/>", "<geom/>", "<default class='a'/>", "<frame><body/></frame>",
    "<replicate count='3'><geom size='1'/></replicate>", "<xacro:if/>",
    " name=\"x\"", "<freejoint/>"
  };

  private final Random random;

  Mutator(Random random) {
    this.random = random;
  }

  /** One to three mutations: two files in three stay well-formed XML, the others suffer anything. */
  byte[] mutate(byte[] original) {
    String text = new String(original, StandardCharsets.UTF_8);
    boolean wellFormed = random.nextInt(3) > 0;
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      text = wellFormed ? meaning(text) : form(text);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return !wellFormed && random.nextInt(4) == 0 ? bytes(bytes) : bytes;
  }

  private String meaning(String text) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> replace(text, NUMBER, NUMBERS[random.nextInt(NUMBERS.length)]);
      case 2, 3 -> replace(text, NUMBER, Double.toString(Math.exp(5 * random.nextGaussian())));
      case 4 -> replace(text, VALUE, pick(text, VALUE));
      case 5 -> replace(text, EMPTY_TAG, random.nextBoolean() ? "" : pick(text, EMPTY_TAG));
      case 6 -> {
        String tag = pick(text, EMPTY_TAG);
        yield replace(text, EMPTY_TAG, tag + pick(text, EMPTY_TAG));
      }
      default -> replace(text, ATTRIBUTE, random.nextBoolean() ? "" : pick(text, ATTRIBUTE));
    };
  }

  private String form(String text) {
    return switch (random.nextInt(8)) {
      case 0 -> replace(text, WORD, pick(text, WORD));
      case 1 -> replace(text, TAG, random.nextBoolean() ? "" : pick(text, TAG));
      case 2, 3 -> insert(text, TEXTS[random.nextInt(TEXTS.length)]);
      case 4 -> insert(text, nested(random.nextInt(3) == 0 ? 2000 : 20));
      case 5 -> text.substring(0, random.nextInt(text.length() + 1));
      default -> lines(text);
    };
  }

  /** Deletes, doubles, moves or swaps lines. */
  private String lines(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int from = random.nextInt(lines.size());
    int to = Math.min(lines.size(), from + 1 + random.nextInt(12));
    List<String> block = new ArrayList<>(lines.subList(from, to));
    switch (random.nextInt(3)) {
      case 0 -> lines.subList(from, to).clear();
      case 1 -> lines.addAll(random.nextInt(lines.size() + 1), block);
      default -> {
        lines.subList(from, to).clear();
        lines.addAll(random.nextInt(lines.size() + 1), block);
      }
    }
    return String.join("\n", lines);
  }

  private String nested(int depth) {
    String name = new String[] {"body", "default", "link", "a"}[random.nextInt(4)];
    return ("<" + name + ">").repeat(depth) + (random.nextBoolean() ? ("</" + name + ">").repeat(depth) : "");
  }

  private String insert(String text, String piece) {
    int at = random.nextInt(text.length() + 1);
    return text.substring(0, at) + piece + text.substring(at);
  }

  private String pick(String text, Pattern pattern) {
    List<MatchResult> found = pattern.matcher(text).results().toList();
    return found.isEmpty() ? "" : found.get(random.nextInt(found.size())).group();
  }

  private String replace(String text, Pattern pattern, String by) {
    List<MatchResult> found = pattern.matcher(text).results().toList();
    if (found.isEmpty()) {
      return text + by;
    }
    MatchResult one = found.get(random.nextInt(found.size()));
    return text.substring(0, one.start()) + by + text.substring(one.end());
  }

  private byte[] bytes(byte[] bytes) {
    for (int n = 1 + random.nextInt(4); n > 0 && bytes.length > 0; n--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
