/* The entry's slope and intercept. */
#include "rtl/emit.h"

#include <math.h>

#include "hardware/slope_digits.h"

static void put_slope(const struct rtl *rtl, int32_t slope) {
  const struct unit *unit = rtl->unit;
  if (unit->slope_digits == 0)
    put_aligned(rtl, slope, unit->slope_bits, true);
  else
    put(rtl, "%d'h%0*llx", rtl->slope_bits, (rtl->slope_bits + 3) / 4,
        (unsigned long long)slope_word(slope, unit->slope_bits, unit->slope_digits));
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
    put_aligned(rtl, content->intercept[scale][i], unit->intercept_bits, true);
    put(rtl, "%s // %d: slope %.9g", i > 0 ? "," : " ", i, ldexp(content->slope[i], unit->slope_shift - unit->frac));
    if (spec != NULL && !unit->prescaled)
      put(rtl, ", intercept %.9g", format_value(spec->intercept, (int32_t)content->intercept[scale][i]));
    put(rtl, "\n");
  }
}

static void put_constants(const struct rtl *rtl) {
  const struct unit *unit = rtl->unit;
  const int bits = unit->entries * rtl->parameter_bits;
  put(rtl, "  // slope%s and intercept of every entry\n", unit->slope_digits > 0 ? " (signed digits)" : "");
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
  put_port(rtl, OUTPUT, rtl->slope_bits, unit->slope_digits == 0, "slope", false);
  put_port(rtl, OUTPUT, unit->intercept_bits, true, "intercept", true);
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
  put(rtl, "  assign slope     = %s[%d:%d];\n", root, bits - 1, unit->intercept_bits);
  put(rtl, "  assign intercept = %s[%d:0];\n", root, unit->intercept_bits - 1);
  put(rtl, "endmodule\n");
}
