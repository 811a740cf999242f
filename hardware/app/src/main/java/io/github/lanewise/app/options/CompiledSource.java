package io.github.lanewise.app.options;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Classes of one Java source file, compiled and loaded in memory, which see what the program sees. */
final class CompiledSource extends ClassLoader {
  private final Map<String, ByteArrayOutputStream> code = new LinkedHashMap<>();

  private CompiledSource(ClassLoader parent) {
    super(parent);
  }

  /**
   * Compiles it.
   *
   * @param file that the text is of
   * @param seen a class that it uses, with all that its module or class path has
   * @throws IllegalArgumentException if it does not compile, with line and message of each error, or if this Java has
   *     no compiler
   */
  static CompiledSource of(Path file, String text, Class<?> seen) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalArgumentException(file + " cannot be compiled: this Java, " + System.getProperty("java.home")
          + ", is no JDK and has no compiler");
    }
    CompiledSource classes = new CompiledSource(seen.getClassLoader());
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    JavaFileManager files = classes.files(compiler.getStandardFileManager(found, Locale.ROOT, null));
    if (!compiler.getTask(null, files, found, options(seen.getModule()), null, List.of(new Text(file, text))).call()) {
      throw new IllegalArgumentException(found.getDiagnostics().stream()
          .filter(one -> one.getKind() == Diagnostic.Kind.ERROR).map(one -> sentence(file, one))
          .collect(Collectors.joining(System.lineSeparator())));
    }
    return classes;
  }

  /** On a module path the classes are of no module, which sees modules that are named. */
  private static List<String> options(Module module) {
    List<String> options = new ArrayList<>(List.of("-proc:none", "-Xlint:none", "-g",
        "-classpath", System.getProperty("java.class.path")));
    if (module.isNamed()) {
      options.addAll(List.of("--module-path", System.getProperty("jdk.module.path"), "--add-modules",
          module.getName()));
    }
    return options;
  }

  private static String sentence(Path file, Diagnostic<?> one) {
    return file + (one.getLineNumber() == Diagnostic.NOPOS ? "" : ":" + one.getLineNumber()) + ": "
        + one.getMessage(Locale.ROOT).lines().map(String::strip).collect(Collectors.joining("; "));
  }

  /** All of them, loaded. */
  List<Class<?>> classes() {
    List<Class<?>> classes = new ArrayList<>();
    for (String name : code.keySet()) {
      try {
        classes.add(loadClass(name));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
    return classes;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    ByteArrayOutputStream bytes = code.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes.toByteArray(), 0, bytes.size());
  }

  /** What the compiler reads, and where it writes. */
  private JavaFileManager files(JavaFileManager standard) {
    return new ForwardingJavaFileManager<>(standard) {
      @Override
      public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind,
          FileObject sibling) {
        return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/') + kind.extension), kind) {
          @Override
          public OutputStream openOutputStream() {
            return code.computeIfAbsent(name, unused -> new ByteArrayOutputStream());
          }
        };
      }
    };
  }

  /** The source. */
  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(Path file, String text) {
      super(file.toUri(), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
