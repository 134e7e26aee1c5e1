/* The intercept at the current scale, and the sum. */
#include "rtl/emit.h"

#include "hardware/bits.h"

/*
 * By the scale to the left, as far as it is shifted beyond the least; then by the least distance, to the left or, with
 * rounding, to the right.
 */
void put_shift(const struct rtl *rtl) {
  const struct unit *unit = rtl->unit;
  const struct shift_range range = unit_shift_range(unit->intercept_shift, unit->scale_count);
  const int down = bits_max(-range.least, 0), up = bits_max(range.least, 0), beyond = range.most - range.least;
  const int bits = bits_max(unit->intercept_bits + beyond, down + 1);
  put(rtl, "\n// The intercept at the scale of x.\nmodule %s_shift (\n", rtl->name);
  if (rtl->shift_scale)
    put_port(rtl, INPUT, unit->scale_bits, false, "scale", false);
  put_port(rtl, INPUT, unit->intercept_bits, true, "intercept", false);
  put_port(rtl, OUTPUT, rtl->term_bits, true, "term", true);
  const char *shifted = "intercept";
  if (beyond > 0 || bits != unit->intercept_bits) {
    int64_t distance[SCALE_MAX] = {0};
    for (int s = 0; s < unit->scale_count; s++)
      distance[s] = unit->intercept_shift[s] - range.least;
    put_by_scale(rtl, "distance", bits_max(bits_of_count(beyond + 1), 1), false, distance, rtl->shift_scale);
    put(rtl, "  wire signed [%d:0] shifted = %d'(intercept) <<< distance;\n", bits - 1, bits);
    shifted = "shifted";
  }
  put_rounded(rtl, shifted, bits, down, "rounded");
  if (up > 0)
    put(rtl, "  assign term = {rounded, %d'd0};\nendmodule\n", up);
  else
    put(rtl, "  assign term = rounded;\nendmodule\n");
}

void put_add(const struct rtl *rtl) {
  const int bits = rtl->acc_bits;
  put(rtl, "\n// The line: slope times x plus intercept.\nmodule %s_add (\n", rtl->name);
  put_port(rtl, INPUT, rtl->product_bits, true, "product", false);
  put_port(rtl, INPUT, rtl->term_bits, true, "term", false);
  put_port(rtl, OUTPUT, bits, true, "acc", true);
  if (rtl->unit->slope_shift > 0)
    put(rtl, "  assign acc = (%d'(product) <<< %d) + %d'(term);\n", bits, rtl->unit->slope_shift, bits);
  else
    put(rtl, "  assign acc = %d'(product) + %d'(term);\n", bits, bits);
  put(rtl, "endmodule\n");
}
