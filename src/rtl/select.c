/* The entry's slope and intercept. */
#include "rtl/emit.h"

#include <math.h>

/* A stored code as literals for a concatenation: the exponent, if there is one, and the number. */
static void put_stored(const struct rtl *rtl, struct stored_form form, uint64_t word) {
  if (form.exponent_bits > 0) {
    put_aligned(rtl, (int64_t)(word >> form.number_bits), form.exponent_bits, false);
    put(rtl, ", ");
  }
  const int unused = 64 - form.number_bits;
  put_aligned(rtl, (int64_t)(word << unused) >> unused, form.number_bits, true);
}

static void put_slope(const struct rtl *rtl, int32_t slope) {
  const struct unit *unit = rtl->unit;
  const uint64_t word = stored_slope(unit, slope);
  if (unit->slope_digits == 0)
    put_stored(rtl, rtl->slope, word);
  else
    put(rtl, "%d'h%0*llx", rtl->slope.number_bits, (rtl->slope.number_bits + 3) / 4, (unsigned long long)word);
}

/* One line an entry, last to first, so that entry 0 is lowest in the vector. */
static void put_lines(const struct rtl *rtl, int scale, const char *indent) {
  const struct unit *unit = rtl->unit;
  const struct unit_content *content = rtl->content;
  const struct spec *spec = rtl->header->spec;
  for (int i = unit->entries - 1; i >= 0; i--) {
    put(rtl, "%s  ", indent);
    put_slope(rtl, content->slope[i]);
    put(rtl, ", ");
    put_stored(rtl, rtl->intercept, stored_intercept(unit, content->intercept[scale][i]));
    put(rtl, "%s // %d: slope %.9g", i > 0 ? "," : " ", i, ldexp(content->slope[i], unit->slope_shift - unit->frac));
    if (spec != NULL && !unit->prescaled)
      put(rtl, ", intercept %.9g", format_value(spec->intercept, (int32_t)content->intercept[scale][i]));
    put(rtl, "\n");
  }
}

static void put_constants(const struct rtl *rtl) {
  const struct unit *unit = rtl->unit;
  const int bits = unit->entries * rtl->parameter_bits;
  put(rtl, "  // slope%s and intercept%s of every entry\n",
      unit->slope_digits > 0         ? " (signed digits)"
      : rtl->slope.exponent_bits > 0 ? " (exponent, number)"
                                     : "",
      rtl->intercept.exponent_bits > 0 ? " (exponent, number)" : "");
  if (!rtl->select_scale) {
    put(rtl, "  localparam logic [%d:0] parameters = {\n", bits - 1);
    put_lines(rtl, 0, "  ");
    put(rtl, "  };\n");
    return;
  }
  put(rtl, "  logic [%d:0] parameters;\n  always_comb\n    case (scale)\n", bits - 1);
  for (int s = 0; s < unit->scale_count; s++) {
    if (s < unit->scale_count - 1)
      put(rtl, "      %d'd%d:    parameters = {\n", unit->scale_bits, s);
    else
      put(rtl, "      default: parameters = {\n");
    put_lines(rtl, s, "        ");
    put(rtl, "      };\n");
  }
  put(rtl, "    endcase\n");
}

static void put_and_or(const struct rtl *rtl) {
  const int bits = rtl->parameter_bits;
  put(rtl,
      "  // one bit of `entry` is set: and-or\n"
      "  logic [%d:0] chosen;\n"
      "  always_comb begin\n"
      "    chosen = 0;\n"
      "    for (int i = 0; i < %d; i++)\n"
      "      chosen = chosen | ({%d{entry[i]}} & parameters[i*%d +: %d]);\n"
      "  end\n",
      bits - 1, rtl->unit->entries, bits, bits, bits);
}

/* The fields of the chosen word, from the lowest. */
static void put_fields(const struct rtl *rtl, const char *word) {
  const struct {
    const char *name;
    int bits;
  } field[] = {{"intercept", rtl->intercept.number_bits},
               {"intercept_exponent", rtl->intercept.exponent_bits},
               {"slope", rtl->slope.number_bits},
               {"slope_exponent", rtl->slope.exponent_bits}};
  const int width =
      rtl->slope.exponent_bits > 0 || rtl->intercept.exponent_bits > 0 ? 18 : 9; /* of a column of names */
  int from = 0;
  for (size_t i = 0; i < sizeof field / sizeof field[0]; i++) {
    if (field[i].bits > 0)
      put(rtl, "  assign %-*s = %s[%d:%d];\n", width, field[i].name, word, from + field[i].bits - 1, from);
    from += field[i].bits;
  }
}

void put_select(const struct rtl *rtl) {
  const struct unit *unit = rtl->unit;
  const int bits = rtl->parameter_bits;
  put(rtl, "\n// Slope and intercept of the entry.\nmodule %s_select (\n", rtl->name);
  if (rtl->select_scale)
    put_port(rtl, INPUT, unit->scale_bits, false, "scale", false);
  if (!rtl->rom)
    put_port(rtl, INPUT, unit->entries * bits, false, "parameters", false);
  if (rtl->entry_bits > 0)
    put_port(rtl, INPUT, rtl->entry_bits, false, "entry", false);
  put_port(rtl, OUTPUT, rtl->slope.number_bits, unit->slope_digits == 0, "slope", false);
  if (rtl->slope.exponent_bits > 0)
    put_port(rtl, OUTPUT, rtl->slope.exponent_bits, false, "slope_exponent", false);
  if (rtl->intercept.exponent_bits > 0)
    put_port(rtl, OUTPUT, rtl->intercept.exponent_bits, false, "intercept_exponent", false);
  put_port(rtl, OUTPUT, rtl->intercept.number_bits, true, "intercept", true);
  if (rtl->rom)
    put_constants(rtl);
  char root[32] = "chosen";
  if (unit->entries > 1 && unit->selector == SELECT_ONE_HOT)
    put_and_or(rtl);
  else {
    const bool passed = unit->selector == SELECT_TREE;
    if (unit->entries > 1)
      put(rtl, "  // a tree of multiplexers: pairs of entries, pairs of pairs, ...\n");
    put_tree(rtl, "parameters", unit->entries, bits, "left", (struct steering){passed ? NULL : "entry[", 0, "]"}, root);
  }
  put_fields(rtl, root);
  put(rtl, "endmodule\n");
}
