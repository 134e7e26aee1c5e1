/* Product and intercept at exponents and scale, and their sum. */
#include "rtl/emit.h"

#include "hardware/bits.h"

/* The product at the exponent of its slope. */
static void put_aligned_product(const struct rtl *rtl) {
  if (rtl->slope.exponent_bits > 0)
    put(rtl, "  assign aligned = %d'(product) <<< slope_exponent;\n", rtl->aligned_bits);
}

/* How far the intercept goes to the left, beyond the least: by the scale, its exponent, or both. */
static void put_distance(const struct rtl *rtl, int bits) {
  const struct unit *unit = rtl->unit;
  const struct shift_range range = unit_shift_range(unit->intercept_shift, unit->scale_count);
  const bool exponent = rtl->intercept.exponent_bits > 0;
  int64_t distance[SCALE_MAX] = {0};
  for (int s = 0; s < unit->scale_count; s++)
    distance[s] = unit->intercept_shift[s] - range.least;
  if (exponent && !rtl->shift_scale) {
    put(rtl, "  wire [%d:0] distance = intercept_exponent;\n", bits - 1);
    return;
  }
  put_by_scale(rtl, exponent ? "by_scale" : "distance", bits, false, distance, rtl->shift_scale);
  if (exponent)
    put(rtl, "  wire [%d:0] distance = by_scale + %d'(intercept_exponent);\n", bits - 1, bits);
}

/*
 * By scale and exponent to the left, as far as it is shifted beyond the least; then by the least distance, to the left
 * or, with rounding, to the right.
 */
static void put_term(const struct rtl *rtl) {
  const struct unit *unit = rtl->unit;
  const struct shift_range range = unit_shift_range(unit->intercept_shift, unit->scale_count);
  const int down = bits_max(-range.least, 0), up = bits_max(range.least, 0);
  const int beyond = range.most - range.least + rtl->intercept.exponent_most;
  const int bits = bits_max(unit->intercept_bits + range.most - range.least, down + 1);
  const char *shifted = "intercept";
  if (beyond > 0 || bits != unit->intercept_bits) {
    put_distance(rtl, bits_max(bits_of_count(beyond + 1), 1));
    put(rtl, "  wire signed [%d:0] shifted = %d'(intercept) <<< distance;\n", bits - 1, bits);
    shifted = "shifted";
  }
  put_rounded(rtl, shifted, bits, down, "rounded");
  if (up > 0)
    put(rtl, "  assign term = {rounded, %d'd0};\n", up);
  else
    put(rtl, "  assign term = rounded;\n");
}

void put_shift(const struct rtl *rtl) {
  const bool product = rtl->slope.exponent_bits > 0;
  put(rtl, "\n// The intercept at the scale of x%s.\nmodule %s_shift (\n",
      product                            ? ", and what is added to it at the exponents"
      : rtl->intercept.exponent_bits > 0 ? " and its exponent"
                                         : "",
      rtl->name);
  if (rtl->shift_scale)
    put_port(rtl, INPUT, rtl->unit->scale_bits, false, "scale", false);
  if (product) {
    put_port(rtl, INPUT, rtl->product_bits, true, "product", false);
    put_port(rtl, INPUT, rtl->slope.exponent_bits, false, "slope_exponent", false);
    put_port(rtl, OUTPUT, rtl->aligned_bits, true, "aligned", false);
  }
  put_port(rtl, INPUT, rtl->intercept.number_bits, true, "intercept", false);
  if (rtl->intercept.exponent_bits > 0)
    put_port(rtl, INPUT, rtl->intercept.exponent_bits, false, "intercept_exponent", false);
  put_port(rtl, OUTPUT, rtl->term_bits, true, "term", true);
  put_aligned_product(rtl);
  put_term(rtl);
  put(rtl, "endmodule\n");
}

void put_add(const struct rtl *rtl) {
  const int bits = rtl->acc_bits;
  put(rtl, "\n// The line: slope times x plus intercept.\nmodule %s_add (\n", rtl->name);
  put_port(rtl, INPUT, rtl->aligned_bits, true, "product", false);
  put_port(rtl, INPUT, rtl->term_bits, true, "term", false);
  put_port(rtl, OUTPUT, bits, true, "acc", true);
  if (rtl->unit->slope_shift > 0)
    put(rtl, "  assign acc = (%d'(product) <<< %d) + %d'(term);\n", bits, rtl->unit->slope_shift, bits);
  else
    put(rtl, "  assign acc = %d'(product) + %d'(term);\n", bits, bits);
  put(rtl, "endmodule\n");
}
