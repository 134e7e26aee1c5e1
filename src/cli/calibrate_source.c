/* Coefficients as C source. */
#include <stdio.h>

#include "cli/calibrate_print.h"

static void put_gates(const char *indent, const char *name, const struct per_gate *gates) {
  printf("%s%s = {%.4g, %.4g, %.4g},\n", indent, name, gates->and_gate, gates->xor_gate, gates->multiplexer);
}

static void put_kind(const struct coefficients *coefficients, enum content_kind kind) {
  const struct gate_path *delay = &coefficients->logic[kind].delay;
  printf("            [%s] =\n                {\n                    .area =\n                        {\n",
         kind == CONTENT_STORED ? "CONTENT_STORED" : "CONTENT_CONSTANT");
  static const char *const names[BLOCKS] = {"BLOCK_STORAGE", "BLOCK_COMPARE", "BLOCK_SELECT", "BLOCK_MULTIPLY",
                                            "BLOCK_SHIFT",   "BLOCK_ADD",     "BLOCK_OUTPUT", "BLOCK_PIPELINE"};
  for (int b = BLOCK_COMPARE; b < BLOCK_PIPELINE; b++) {
    char name[32];
    (void)snprintf(name, sizeof name, "[%s]", names[b]);
    put_gates("                            ", name, &coefficients->logic[kind].area[b]);
  }
  printf("                        },\n");
  put_gates("                    ", ".energy", &coefficients->logic[kind].energy);
  printf("                    .load_energy = %.4g,\n", coefficients->logic[kind].load_energy);
  printf("                    .flip_flop_energy = %.4g,\n                    .clock_energy = %.4g,\n",
         coefficients->logic[kind].flip_flop_energy, coefficients->logic[kind].clock_energy);
  printf("                    .delay = {%.4g, %.4g, %.4g, %.4g, %.4g, %.4g},\n                    .ends = %.4g,\n"
         "                },\n",
         delay->compare_and_gates, delay->and_gates, delay->late_and_gates, delay->xor_gates, delay->multiplexers,
         delay->loads, coefficients->logic[kind].ends);
}

bool calibrate_print_source(const struct coefficients *coefficients, struct error *err) {
  (void)err;
  printf("/* Coefficients as `lutdse calibrate --coefficients` prints them. */\n"
         "#include \"hardware/coefficients.h\"\n\n"
         "const struct coefficients fitted_coefficients = {\n    .logic =\n        {\n");
  for (int kind = 0; kind < CONTENT_KINDS; kind++)
    put_kind(coefficients, (enum content_kind)kind);
  printf("        },\n    .bit_area = {[STORAGE_ENABLE] = %.4g, [STORAGE_GATED] = %.4g},\n"
         "    .word_area = {[STORAGE_ENABLE] = %.4g, [STORAGE_GATED] = %.4g},\n    .gate_energy = %.4g,\n};\n",
         coefficients->bit_area[STORAGE_ENABLE], coefficients->bit_area[STORAGE_GATED],
         coefficients->word_area[STORAGE_ENABLE], coefficients->word_area[STORAGE_GATED], coefficients->gate_energy);
  return true;
}
