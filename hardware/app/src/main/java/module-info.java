/** The command line: a package for each command, their options, reports and charts. */
@SuppressWarnings("requires-automatic") // Hipparchus has no module descriptors
module lanewise.app {
  requires lanewise.hardware;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires com.fasterxml.jackson.databind;
  requires hipparchus.core;
  requires hipparchus.optim;
  requires java.compiler;
  requires java.management;
  requires java.xml;
  requires jdk.management;

  opens io.github.lanewise.app to info.picocli;
  opens io.github.lanewise.app.console to info.picocli;
  opens io.github.lanewise.app.dump to info.picocli;
  opens io.github.lanewise.app.evaluate to info.picocli;
  opens io.github.lanewise.app.identify to info.picocli;
  opens io.github.lanewise.app.loop to info.picocli;
  opens io.github.lanewise.app.model to info.picocli;
  opens io.github.lanewise.app.options to info.picocli;
  opens io.github.lanewise.app.robot to info.picocli;
  opens io.github.lanewise.app.servo to info.picocli;
  opens io.github.lanewise.app.shake to info.picocli;
  opens io.github.lanewise.app.simulate to info.picocli;
  opens io.github.lanewise.app.study to info.picocli;
  opens io.github.lanewise.app.task to info.picocli;
  opens io.github.lanewise.app.train to info.picocli;
  opens io.github.lanewise.app.twin to info.picocli;
  opens io.github.lanewise.app.watch to info.picocli;
  opens io.github.lanewise.app.wire to info.picocli;
}
