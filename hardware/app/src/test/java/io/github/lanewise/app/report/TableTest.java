package io.github.lanewise.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Three digits for people, all digits for programs, and nothing where nothing was measured. */
final class TableTest {
  @Test
  void writesBothForms() {
    Table table = new Table("Misses.", List.of("sigma", "estimator", "rollouts"), List.of("miss_m", "other_m"));
    table.add(List.of(0.05, "ridge", 32), 100, 0.0012345);
    table.add(List.of(0.1, "gp", 64), 1.2345e-7, Double.NaN);
    table.add(List.of(1.0, "gp", 128), 0, Double.POSITIVE_INFINITY);
    assertThat(table.toMarkdown()).isEqualTo("""
        Misses.

        | sigma | estimator | rollouts | miss m | other m |
        |---|---|---|---|---|
        | 0.05 | ridge | 32 | 100 | 0.00123 |
        | 0.1 | gp | 64 | 1.2e-07 |  |
        | 1.0 | gp | 128 | 0 | Infinity |
        """);
    assertThat(table.toText().lines()).containsExactly(
        "Misses.",
        "  sigma  estimator  rollouts     miss m    other m",
        "  0.05   ridge      32              100  0.0012345",
        "  0.1    gp         64        1.2345E-7          -",
        "  1.0    gp         128               0          -");
    assertThat(table.toJson().get("rows").get(1).toString())
        .isEqualTo("{\"sigma\":0.1,\"estimator\":\"gp\",\"rollouts\":64,\"miss_m\":1.2345E-7,\"other_m\":null}");
  }
}
