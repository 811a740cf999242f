package io.github.lanewise.app.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Chromium without a window, driven by its DevTools protocol: one page, without a network. */
final class Browser implements AutoCloseable {
  private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome",
      "google-chrome-stable");
  /** Only against hanging for ever. */
  private static final int PATIENCE_SECONDS = 120;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
  /** What the page complained about. */
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  /** What the page asked for. */
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private int calls;

  private Browser(Process process, URI page) {
    this.process = process;
    socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, new Listener()).join();
  }

  /** Collects the parts of messages. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        take(text.toString());
        text.setLength(0);
      }
      return WebSocket.Listener.super.onText(from, part, last);
    }
  }

  private void take(String message) {
    JsonNode json;
    try {
      json = JSON.readTree(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    switch (json.path("method").asText()) {
      case "" -> answers.add(json);
      case "Runtime.exceptionThrown" -> complaints.add(json.at("/params/exceptionDetails").toString());
      case "Runtime.consoleAPICalled" -> complaints.add(json.at("/params/args").toString());
      case "Log.entryAdded" -> complaints.add(json.at("/params/entry/text").asText());
      case "Network.requestWillBeSent" -> requests.add(json.at("/params/request/url").asText());
      default -> { }
    }
  }

  /** Where Chromium is on the path of this machine, if it is there. */
  static Optional<Path> find() {
    return NAMES.stream().flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))).filter(Files::isExecutable).findFirst();
  }

  /** Starts Chromium with its own data in a folder. */
  static Browser start(Path chromium, Path folder, int width, int height) throws Exception {
    Process process = new ProcessBuilder(chromium.toString(), "--headless", "--no-sandbox", "--no-first-run",
        "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist", "--hide-scrollbars",
        "--force-device-scale-factor=1", "--window-size=" + width + "," + height, "--remote-debugging-port=0",
        "--user-data-dir=" + folder, "about:blank")
        .redirectErrorStream(true).redirectOutput(folder.resolve("chromium.log").toFile()).start();
    try {
      return new Browser(process, firstPage(folder.resolve("DevToolsActivePort")));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static URI firstPage(Path portFile) throws Exception {
    for (long i = 0; i < 20L * PATIENCE_SECONDS; i++) {
      if (Files.exists(portFile) && Files.readString(portFile).contains("\n")) {
        URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(portFile).getFirst() + "/json/list");
        String pages = HttpClient.newHttpClient().send(HttpRequest.newBuilder(list).build(),
            HttpResponse.BodyHandlers.ofString()).body();
        for (JsonNode page : JSON.readTree(pages)) {
          if (page.path("type").asText().equals("page")) {
            return URI.create(page.get("webSocketDebuggerUrl").asText());
          }
        }
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException("Chromium has no page after " + PATIENCE_SECONDS + " s");
  }

  private JsonNode call(String method, ObjectNode parameters) throws InterruptedException {
    int id = ++calls;
    socket.sendText(JSON.createObjectNode().put("id", id).put("method", method)
        .set("params", parameters).toString(), true).join();
    JsonNode answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (answer == null || answer.path("id").asInt() != id || answer.has("error")) {
      throw new IllegalStateException(method + " was answered by " + answer);
    }
    return answer.get("result");
  }

  /** Opens a file without a network, and waits until its script has run. */
  void open(Path page) throws InterruptedException {
    for (String domain : List.of("Runtime", "Log", "Network", "Page")) {
      call(domain + ".enable", JSON.createObjectNode());
    }
    call("Network.emulateNetworkConditions", JSON.createObjectNode().put("offline", true).put("latency", 0)
        .put("downloadThroughput", 0).put("uploadThroughput", 0));
    call("Page.navigate", JSON.createObjectNode().put("url", page.toUri().toString()));
    evaluate("new Promise(done => { const look = () => window.watch ? done(true) : setTimeout(look, 20); look(); })");
  }

  /** The value of an expression, a promise's when it is kept. */
  JsonNode evaluate(String expression) throws InterruptedException {
    JsonNode result = call("Runtime.evaluate", JSON.createObjectNode().put("expression", expression)
        .put("awaitPromise", true).put("returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
    }
    return result.at("/result/value");
  }

  /** What is seen, once all that was asked for is drawn. */
  BufferedImage picture() throws Exception {
    evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
    JsonNode png = call("Page.captureScreenshot", JSON.createObjectNode().put("format", "png"));
    return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(png.get("data").asText())));
  }

  List<String> complaints() {
    return complaints;
  }

  List<String> requests() {
    return requests;
  }

  /** Ends all processes, so that none writes into the folder any more. */
  @Override
  public void close() {
    socket.abort();
    List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().join());
  }
}
