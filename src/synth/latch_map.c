#include "synth/latch_map.h"

#include "synth/liberty_pick.h"

static void write_gate(const struct liberty_cell *cell, const char *name, const char *a, const char *b, const char *y,
                       FILE *out) {
  (void)fprintf(out, "  \\%s %s (.\\%s (%s)", cell->name, name, liberty_cell_input(cell, 0)->name, a);
  if (b != NULL)
    (void)fprintf(out, ", .\\%s (%s)", liberty_cell_input(cell, 1)->name, b);
  (void)fprintf(out, ", .\\%s (%s));\n", liberty_cell_output(cell)->name, y);
}

/* Transparent while `enable` is 1. */
static void write_nand_latch(const struct liberty *liberty, FILE *out) {
  const struct liberty_cell *nand = liberty_pick_nand2(liberty);
  (void)fprintf(out, "  wire set, reset, other;\n");
  write_gate(nand, "set_gate", "D", "enable", "set", out);
  write_gate(nand, "reset_gate", "set", "enable", "reset", out);
  write_gate(nand, "state_gate", "set", "other", "Q", out);
  write_gate(nand, "other_gate", "reset", "Q", "other", out);
}

static void write_latch(const struct liberty_cell *latch, FILE *out) {
  (void)fprintf(out, "  \\%s latch (.\\%s (D), .\\%s (enable), .\\%s (Q));\n", latch->name,
                latch->pins[latch->next.steps[0]].name, latch->pins[latch->clock.steps[0]].name,
                liberty_cell_output(latch)->name);
}

void latch_map_write(const struct liberty *liberty, FILE *out) {
  const struct liberty_cell *latch = liberty_pick_latch(liberty);
  for (int low = 0; low < 2; low++) {
    (void)fprintf(out, "module \\$_DLATCH_%c_ (input E, D, output Q);\n  wire enable;\n", low ? 'N' : 'P');
    /* An inverter for each latch, so that each costs the same. */
    if (low)
      write_gate(liberty_pick_inverter(liberty), "invert", "E", NULL, "enable", out);
    else
      (void)fprintf(out, "  assign enable = E;\n");
    if (latch != NULL)
      write_latch(latch, out);
    else
      write_nand_latch(liberty, out);
    (void)fprintf(out, "endmodule\n");
  }
  (void)fprintf(out, "module \\$_NOT_ (input A, output Y);\n");
  write_gate(liberty_pick_inverter(liberty), "invert", "A", NULL, "Y", out);
  (void)fprintf(out, "endmodule\n");
}
