/* Unfold, requantise, saturate. */
#include "rtl/emit.h"

#include "hardware/bits.h"

/*
 * slope x + intercept, where x = -operand; of what is subtracted it is the inverse, less by one, which the adder of
 * `whole` makes up for.
 */
static void put_line(const struct rtl *rtl) {
  const struct symmetry symmetry = rtl->unit->symmetry;
  const int bits = rtl->unit->sum_bits;
  put(rtl, "  wire signed [%d:0] line = ", bits - 1);
  if (symmetry.slope != 0)
    put(rtl, "%s(%d'(operand) << %d)", symmetry.slope > 0 ? "~" : "", bits, rtl->unit->frac);
  if (symmetry.intercept != 0)
    put(rtl, "%s(%d'd1 << one)", symmetry.intercept < 0 ? " - " : symmetry.slope != 0 ? " + " : "", bits);
  put(rtl, ";\n");
}

/* For x <= 0, y = sign acc + slope x + intercept, where x = -operand. */
static void put_unfold(const struct rtl *rtl) {
  const struct unit *unit = rtl->unit;
  const struct symmetry symmetry = unit->symmetry;
  const int bits = unit->sum_bits;
  put(rtl, "  // the other half: f(x) = %sf(-x)%s%s\n", symmetry.sign < 0 ? "-" : "",
      symmetry.slope > 0   ? " + x"
      : symmetry.slope < 0 ? " - x"
                           : "",
      symmetry.intercept > 0   ? " + 1"
      : symmetry.intercept < 0 ? " - 1"
                               : "");
  const bool has_line = symmetry.slope != 0 || symmetry.intercept != 0;
  if (has_line)
    put_line(rtl);
  put(rtl, "  wire signed [%d:0] whole = ", bits - 1);
  if (symmetry.sign < 0)
    put(rtl, "(%d'(acc) ^ {%d{negative}}) + $signed(%d'(negative))", bits, bits, bits);
  else
    put(rtl, "%d'(acc)", bits);
  if (has_line)
    put(rtl, " + $signed(line & {%d{negative}})", bits);
  if (symmetry.slope > 0)
    put(rtl, " + $signed(%d'(negative))", bits);
  put(rtl, ";\n");
}

static void put_saturate(const struct rtl *rtl, int bits) {
  const int y = rtl->unit->y_bits;
  if (bits <= y) {
    put(rtl, "  assign y = %d'(rounded);\n", y);
    return;
  }
  put(rtl,
      "  // saturated: the bits above those of y must be copies of its sign\n"
      "  wire fits = rounded[%d:%d] == {%d{rounded[%d]}};\n"
      "  assign y = fits ? rounded[%d:0] : {rounded[%d], {%d{~rounded[%d]}}};\n",
      bits - 1, y - 1, bits - y + 1, bits - 1, y - 1, bits - 1, y - 1, bits - 1);
}

/* To the left by the scale, so that the position at which rounding happens is the same for all of them. */
static void put_requantise(const struct rtl *rtl, const char *from) {
  const struct unit *unit = rtl->unit;
  const struct shift_range range = unit_shift_range(unit->output_shift, unit->scale_count);
  const int down = bits_max(range.most, 0);
  const int from_bits = unit_result_bits(unit), bits = bits_max(from_bits + down - range.least, down + 1);
  int64_t distance[SCALE_MAX] = {0};
  for (int s = 0; s < unit->scale_count; s++)
    distance[s] = down - unit->output_shift[s];
  const char *aligned = from;
  if (down != range.least || bits != from_bits) {
    put_by_scale(rtl, "distance", bits_max(bits_of_count(down - range.least + 1), 1), false, distance,
                 range.least != range.most);
    put(rtl, "  wire signed [%d:0] aligned = %d'(%s) <<< distance;\n", bits - 1, bits, from);
    aligned = "aligned";
  }
  put_saturate(rtl, put_rounded(rtl, aligned, bits, down, "rounded"));
}

void put_output(const struct rtl *rtl) {
  const struct unit *unit = rtl->unit;
  const bool one = unit->mirrored && unit->symmetry.intercept != 0;
  const char *const whole = unit->mirrored ? "The other half" : unit->ranges > 0 ? "The sum of the range" : "";
  put(rtl, "\n// %s%s%s.\nmodule %s_output (\n", whole, unit->requantised && whole[0] != '\0' ? ", and " : "",
      !unit->requantised ? ""
      : whole[0] != '\0' ? "the output code"
                         : "The output code",
      rtl->name);
  if (rtl->output_scale)
    put_port(rtl, INPUT, unit->scale_bits, false, "scale", false);
  put_port(rtl, INPUT, rtl->acc_bits, true, "acc", false);
  if (unit->mirrored)
    put_port(rtl, INPUT, 0, false, "negative", false);
  if (rtl->range_bits > 0)
    put_port(rtl, INPUT, rtl->range_bits, false, "range_left", false);
  if (unit->mirrored && unit->symmetry.slope != 0)
    put_port(rtl, INPUT, unit->x_bits, false, "operand", false);
  put_port(rtl, OUTPUT, unit->y_bits, true, "y", true);
  if (one) {
    int64_t shift[SCALE_MAX] = {0};
    for (int s = 0; s < unit->scale_count; s++)
      shift[s] = unit->one_shift[s];
    const struct shift_range range = unit_shift_range(unit->one_shift, unit->scale_count);
    put(rtl, "  // 1.0 is 2^one\n");
    put_by_scale(rtl, "one", bits_max(bits_of_count(range.most + 1), 1), false, shift, range.least != range.most);
  }
  if (unit->mirrored)
    put_unfold(rtl);
  if (unit->ranges > 0)
    put_ranged_sum(rtl, "acc");
  const char *const result = unit->mirrored ? "whole" : unit->ranges > 0 ? "ranged" : "acc";
  if (unit->requantised)
    put_requantise(rtl, result);
  else
    put(rtl, "  assign y = %s;\n", result);
  put(rtl, "endmodule\n");
}
