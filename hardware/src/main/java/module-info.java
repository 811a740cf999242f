/** The command line. */
module lanewise.hardware {
  requires lanewise.kernel;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires com.fasterxml.jackson.databind;
  requires java.management;
  requires jdk.incubator.vector;
  requires jdk.management;

  opens io.github.lanewise.hardware.app to info.picocli;
}
