package io.github.lanewise.app;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command line did: its exit code and what it wrote. */
public record Run(int exitCode, String out, String err) {
  public static Run of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] strings = new String[arguments.length];
    for (int i = 0; i < strings.length; i++) {
      strings[i] = arguments[i].toString();
    }
    int exitCode = Lanewise.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(strings);
    return new Run(exitCode, out.toString(), err.toString());
  }
}
