package io.github.lanewise.app.options;

import io.github.lanewise.task.Task;
import io.github.lanewise.task.Tasks;
import io.github.lanewise.task.TipTask;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A task of one's own in one Java source file: a public class that implements {@link Task} and has a public constructor
 * without arguments.
 */
final class TaskFile {
  private static final String ENDING = ".java";

  private TaskFile() {}

  /** Whether a word after {@code --task} is the name of a file. */
  static boolean isNamed(String name) {
    return name.endsWith(ENDING);
  }

  /**
   * Compiles and loads it.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it has no such class or several, is no Java, or throws; the message says where
   */
  static ChosenTask load(Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is no text in UTF-8", e);
    }
    Task task = task(file, CompiledSource.of(file, text, Task.class).classes());
    String name = task.name();
    if (name == null || name.isBlank() || !name.equals(name.strip()) || name.lines().count() > 1) {
      throw new IllegalArgumentException(file + ": its task has the name '" + name + "': give it a word");
    }
    if (TipTask.NAME.equals(name) || Tasks.names().contains(name)) {
      throw new IllegalArgumentException(file + ": its task has the name '" + name + "', as one of the library's: give"
          + " it one of its own");
    }
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("task file", file.toString());
    facts.put("SHA-256 of the task file", digest(text));
    return new ChosenTask(task, facts, name + " of " + file);
  }

  private static Task task(Path file, List<Class<?>> classes) {
    List<Class<?>> tasks = classes.stream().filter(TaskFile::isCandidate).toList();
    if (tasks.size() != 1) {
      throw new IllegalArgumentException(file + (tasks.isEmpty() ? " has no public class that implements "
          + Task.class.getName() : " has several public classes that implement Task: " + tasks.stream()
          .map(Class::getSimpleName).sorted().collect(Collectors.joining(", ")) + "; leave one public"));
    }
    String name = tasks.getFirst().getSimpleName();
    Constructor<?> constructor;
    try {
      constructor = tasks.getFirst().getConstructor();
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(file + ": class " + name + " has no public constructor without arguments", e);
    }
    try {
      return (Task) constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw failed(file, name, e.getCause());
    } catch (ExceptionInInitializerError e) {
      throw failed(file, name, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Public wherever it is declared, and to be made without another object. */
  private static boolean isCandidate(Class<?> type) {
    boolean visible = !type.isAnonymousClass() && !type.isLocalClass();
    for (Class<?> outer = type; outer != null; outer = outer.getEnclosingClass()) {
      visible &= Modifier.isPublic(outer.getModifiers());
    }
    return visible && Task.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())
        && (type.getEnclosingClass() == null || Modifier.isStatic(type.getModifiers()));
  }

  private static IllegalArgumentException failed(Path file, String name, Throwable cause) {
    String where = "";
    for (StackTraceElement at : cause.getStackTrace()) {
      if (file.getFileName().toString().equals(at.getFileName())) {
        where = ":" + at.getLineNumber();
        break;
      }
    }
    return new IllegalArgumentException(file + where + ": the constructor of " + name + " throws " + cause, cause);
  }

  private static String digest(String text) {
    try {
      return HexFormat.of().formatHex(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
