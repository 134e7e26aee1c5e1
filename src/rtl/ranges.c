/* Input ranges: within compare, the code in the table's domain; within output, the sum at the common binary point. */
#include "hardware/unit_ranges.h"

#include "hardware/bits.h"
#include "rtl/emit.h"

/* Bounds of programmable units: parts of the outermost one, with a sign, or words of their own. Returns the width. */
static int put_stored_bound(const struct rtl *rtl, int r) {
  const struct unit *unit = rtl->unit;
  if (unit->range_input_shift > 0) {
    const int down = unit_range_bound_shift(unit, r), bits = rtl->words.range_bits - down + 1;
    put(rtl, "  wire signed [%d:0] bound_%d = {1'b0, ranges[%d:%d]};\n", bits - 1, r + 1, rtl->words.range_bits - 1,
        down);
    return bits;
  }
  const int bits = unit->x_bits + 1, at = r * rtl->words.range_bits + unit->x_bits;
  put(rtl, "  wire signed [%d:0] bound_%d = ranges[%d +: %d];\n", bits - 1, r + 1, at, bits);
  return bits;
}

static int put_constant_bound(const struct rtl *rtl, int r) {
  const struct unit *unit = rtl->unit;
  const int bits = unit->x_bits + (unit->range_input_shift > 0 ? 0 : 1);
  int64_t values[SCALE_MAX] = {0};
  char name[24];
  for (int s = 0; s < unit->scale_count; s++)
    values[s] = rtl->content->range_bound[s][r];
  (void)snprintf(name, sizeof name, "bound_%d", r + 1);
  put_by_scale(rtl, name, bits, true, values, rtl->compare_scale);
  return bits;
}

/* Which bounds the code is beyond. */
static void put_finder(const struct rtl *rtl, const char *code) {
  const struct unit *unit = rtl->unit;
  const bool shifted = unit->range_input_shift > 0;
  put(rtl, "  // range r: codes beyond bound_r, but not beyond the next\n");
  for (int r = 0; r < unit->ranges - 1; r++) {
    const int bits = rtl->rom ? put_constant_bound(rtl, r) : put_stored_bound(rtl, r);
    put(rtl, "  wire beyond_%d = ", r + 1);
    if (bits > unit->x_bits)
      put(rtl, "%d'(%s)", bits, code);
    else
      put(rtl, "%s", code);
    put(rtl, " %c bound_%d;\n", shifted ? '>' : '<', r + 1);
  }
}

/* A number by the range, from the outermost one inwards. */
static void put_by_range(const struct rtl *rtl, const char *name, bool left) {
  const struct unit *unit = rtl->unit;
  const int bits = unit_range_bits(unit);
  put(rtl, "%s = ", name);
  for (int r = unit->ranges - 1; r >= 0; r--) {
    if (r > 0)
      put(rtl, "beyond_%d ? ", r);
    put_number(rtl, left ? unit_range_left(unit, r) : unit->ranges - 1 - r, bits, false);
    put(rtl, "%s", r > 0 ? " : " : ";\n");
  }
}

/* To the left by as much as the outermost range is shifted further, then all the way to the right. */
static void put_shifted_code(const struct rtl *rtl, const char *code) {
  const struct unit *unit = rtl->unit;
  const int most = unit->range_input_shift * (unit->ranges - 1), bits = unit->x_bits + most;
  const char *steps = "range_left";
  put(rtl, "  // the code divided by 2^(%d r)\n", unit->range_input_shift);
  if (unit->range_output_shift > 0) {
    steps = "inner";
    put(rtl, "  wire [%d:0] ", unit_range_bits(unit) - 1);
    put_by_range(rtl, steps, false);
  }
  if (unit->range_input_shift == 1)
    put(rtl, "  wire signed [%d:0] aligned = %d'(%s) <<< %s;\n", bits - 1, bits, code, steps);
  else
    put(rtl, "  wire signed [%d:0] aligned = %d'(%s) <<< {%s, 1'b0};\n", bits - 1, bits, code, steps);
  put_round_up(rtl, "aligned", most, "aligned");
  put(rtl, "  wire signed [%d:0] reduced = $signed(aligned[%d:%d]) + $signed(%d'(aligned_up));\n", unit->x_bits - 1,
      bits - 1, most, unit->x_bits);
}

static void put_added_code(const struct rtl *rtl, const char *code) {
  const struct unit *unit = rtl->unit;
  for (int r = 0; r < unit->ranges - 1; r++) {
    int64_t values[SCALE_MAX] = {0};
    char name[24];
    for (int s = 0; s < unit->scale_count && rtl->rom; s++)
      values[s] = (int64_t)bits_field(rtl->content->range_offset[s][r], unit->x_bits, 0);
    (void)snprintf(name, sizeof name, "offset_%d", r + 1);
    if (rtl->rom)
      put_by_scale(rtl, name, unit->x_bits, false, values, rtl->compare_scale);
    else
      put(rtl, "  wire [%d:0] %s = ranges[%d +: %d];\n", unit->x_bits - 1, name, r * rtl->words.range_bits,
          unit->x_bits);
  }
  put(rtl, "  wire signed [%d:0] reduced = %s + $signed(", unit->x_bits - 1, code);
  for (int r = unit->ranges - 1; r > 0; r--)
    put(rtl, "beyond_%d ? offset_%d : ", r, r);
  put(rtl, "%d'd0);\n", unit->x_bits);
}

void put_reduced_code(const struct rtl *rtl, const char *code) {
  put_finder(rtl, code);
  put_by_range(rtl, "  assign range_left", true);
  if (rtl->unit->range_input_shift > 0)
    put_shifted_code(rtl, code);
  else
    put_added_code(rtl, code);
  put(rtl, "  assign operand = reduced;\n");
}

void put_ranged_sum(const struct rtl *rtl, const char *from) {
  const int bits = unit_result_bits(rtl->unit);
  put(rtl, "  // the common binary point of all ranges\n  wire signed [%d:0] ranged = %d'(%s) <<< range_left;\n",
      bits - 1, bits, from);
}
