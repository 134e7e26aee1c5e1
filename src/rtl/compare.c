/* From x to the entry: clamp, fold, and comparators. */
#include "rtl/emit.h"

#include "hardware/bits.h"

static void put_ports(const struct rtl *rtl) {
  const struct unit *unit = rtl->unit;
  if (rtl->compare_scale)
    put_port(rtl, INPUT, unit->scale_bits, false, "scale", false);
  if (!rtl->rom && rtl->words.thresholds > 0)
    put_port(rtl, INPUT, rtl->words.thresholds * rtl->words.threshold_bits, false, rtl_threshold_port(rtl), false);
  if (!rtl->rom && unit->clamp)
    put_port(rtl, INPUT, 2 * unit->x_bits, false, "limits", false);
  if (!rtl->rom && unit->ranges > 0)
    put_port(rtl, INPUT, rtl->words.ranges * rtl->words.range_bits, false, "ranges", false);
  put_port(rtl, INPUT, unit->x_bits, true, "x", !rtl->operand && rtl->entry_bits == 0);
  if (rtl->operand)
    put_port(rtl, OUTPUT, unit->x_bits, !unit->mirrored, "operand",
             rtl->entry_bits == 0 && !unit->mirrored && rtl->range_bits == 0);
  if (rtl->range_bits > 0)
    put_port(rtl, OUTPUT, rtl->range_bits, false, "range_left", rtl->entry_bits == 0);
  if (unit->mirrored)
    put_port(rtl, OUTPUT, 0, false, "negative", rtl->entry_bits == 0);
  if (rtl->entry_bits > 0)
    put_port(rtl, OUTPUT, rtl->entry_bits, false, "entry", true);
}

static void put_limit(const struct rtl *rtl, const char *name, const int32_t *code, int word) {
  const struct unit *unit = rtl->unit;
  if (rtl->rom) {
    int64_t values[SCALE_MAX] = {0};
    for (int s = 0; s < unit->scale_count; s++)
      values[s] = code[s];
    put_by_scale(rtl, name, unit->x_bits, true, values, rtl->compare_scale);
    return;
  }
  put(rtl, "  wire signed [%d:0] %s = limits[%d +: %d];\n", unit->x_bits - 1, name, word * unit->x_bits, unit->x_bits);
}

static void put_clamp(const struct rtl *rtl) {
  put(rtl, "  // codes outside the domain count as its ends\n");
  put_limit(rtl, "low", rtl->rom ? rtl->content->clamp_low : NULL, 0);
  put_limit(rtl, "high", rtl->rom ? rtl->content->clamp_high : NULL, 1);
  put(rtl, "  wire signed [%d:0] clamped = x < low ? low : x > high ? high : x;\n", rtl->unit->x_bits - 1);
}

static void put_fold(const struct rtl *rtl, const char *code) {
  put(rtl,
      "  // half a table: |x|, which reaches 2^%d, and on which side of it the table is read\n"
      "  assign negative = %s <= 0;\n"
      "  assign operand  = negative ? -%s : %s;\n",
      rtl->unit->x_bits - 1, code, code, code);
}

/* One line a threshold, last to first, so that threshold 0 is lowest in the vector. */
static void put_constant_vector(const struct rtl *rtl, int scale, const char *indent) {
  const struct unit *unit = rtl->unit;
  const double step = rtl->header->spec == NULL ? 0 : rtl->header->spec->scales.scale[scale];
  for (int i = unit->entries - 2; i >= 0; i--) {
    put(rtl, "%s  ", indent);
    put_aligned(rtl, rtl->content->threshold[scale][i], unit->threshold_bits, !unit->mirrored);
    put(rtl, "%s // %d", i > 0 ? "," : " ", i);
    if (step > 0)
      put(rtl, ": x <= %.9g", rtl->content->threshold[scale][i] * step);
    put(rtl, "\n");
  }
}

static void put_constants(const struct rtl *rtl) {
  const struct unit *unit = rtl->unit;
  const int bits = (unit->entries - 1) * unit->threshold_bits;
  if (!rtl->compare_scale) {
    put(rtl, "  localparam logic [%d:0] threshold = {\n", bits - 1);
    put_constant_vector(rtl, 0, "  ");
    put(rtl, "  };\n");
    return;
  }
  put(rtl, "  logic [%d:0] threshold;\n  always_comb\n    case (scale)\n", bits - 1);
  for (int s = 0; s < unit->scale_count; s++) {
    if (s < unit->scale_count - 1)
      put(rtl, "      %d'd%d:    threshold = {\n", unit->scale_bits, s);
    else
      put(rtl, "      default: threshold = {\n");
    put_constant_vector(rtl, s, "        ");
    put(rtl, "      };\n");
  }
  put(rtl, "    endcase\n");
}

/* The comparison with a threshold. |x| = threshold is passed if x is negative: there, entries end on the other side. */
static void put_passed(const struct rtl *rtl, const char *code, const char *threshold) {
  if (rtl->unit->mirrored)
    put(rtl, "{operand, negative} > {%s, 1'b0};\n", threshold);
  else
    put(rtl, "%s > $signed(%s);\n", code, threshold);
}

static void put_parallel(const struct rtl *rtl, const char *code) {
  const struct unit *unit = rtl->unit;
  const int count = unit->entries - 1, bits = unit->threshold_bits;
  char threshold[48];
  snprintf(threshold, sizeof threshold, "threshold[i*%d +: %d]", bits, bits);
  put(rtl, "  wire [%d:0] passed;\n  for (genvar i = 0; i < %d; i++) begin : comparators\n    assign passed[i] = ",
      count - 1, count);
  put_passed(rtl, code, threshold);
  put(rtl, "  end\n");
  if (unit->selector == SELECT_ONE_HOT)
    put(rtl, "  // an entry is hit if the threshold below it is passed and that above it is not\n"
             "  assign entry = {passed, 1'b1} & ~{1'b0, passed};\n");
  else
    put(rtl, "  assign entry = passed;\n");
}

/* The thresholds in the middle of what is left after `step` steps; one that no code passes where there is no entry. */
static void put_step_thresholds(const struct rtl *rtl, int bit, int count) {
  const struct unit *unit = rtl->unit;
  const int bits = unit->threshold_bits;
  put(rtl, "  wire [%d:0] middle_%d = {", count * bits - 1, bit);
  for (int prefix = count - 1; prefix >= 0; prefix--) {
    const int entry = (2 * prefix + 1) << bit;
    if (entry < unit->entries)
      put(rtl, "threshold[%d +: %d]", (entry - 1) * bits, bits);
    else
      put(rtl, "%d'd%lld", bits, (1LL << (unit->mirrored ? bits : bits - 1)) - 1);
    put(rtl, prefix > 0 ? ", " : "};\n");
  }
}

static void put_binary(const struct rtl *rtl, const char *code) {
  put(rtl,
      "  // a bit of the entry's number a step, from the highest: whether x is above the threshold in the middle\n");
  for (int bit = rtl->index_bits - 1; bit >= 0; bit--) {
    const int count = 1 << (rtl->index_bits - 1 - bit);
    put_step_thresholds(rtl, bit, count);
    char leaves[32], root[32], stem[32];
    snprintf(leaves, sizeof leaves, "middle_%d", bit);
    snprintf(stem, sizeof stem, "middle_%d", bit);
    put_tree(rtl, leaves, count, rtl->unit->threshold_bits, stem, (struct steering){"found_", bit + 1, ""}, root);
    put(rtl, "  wire found_%d = ", bit);
    put_passed(rtl, code, root);
  }
  put(rtl, "  assign entry = {");
  for (int bit = rtl->index_bits - 1; bit >= 0; bit--)
    put(rtl, "found_%d%s", bit, bit > 0 ? ", " : "};\n");
}

/* The bits of floating-point numbers, all but the sign inverted where they are negative, are in their order. */
static void put_keys(const struct rtl *rtl) {
  const int bits = rtl->unit->x_bits, count = rtl->unit->entries - 1;
  put(rtl,
      "  // in the order of signed numbers: negative ones with all but the sign inverted\n"
      "  wire signed [%d:0] key = {x[%d], x[%d:0] ^ {%d{x[%d]}}};\n"
      "  wire [%d:0] threshold;\n"
      "  for (genvar i = 0; i < %d; i++) begin : keys\n"
      "    wire [%d:0] number = numbers[i*%d +: %d];\n"
      "    assign threshold[i*%d +: %d] = {number[%d], number[%d:0] ^ {%d{number[%d]}}};\n"
      "  end\n",
      bits - 1, bits - 1, bits - 2, bits - 1, bits - 1, count * bits - 1, count, bits - 1, bits, bits, bits, bits,
      bits - 1, bits - 2, bits - 1, bits - 1);
}

void put_compare(const struct rtl *rtl) {
  const struct unit *unit = rtl->unit;
  put(rtl, "\n// From x to the entry.\nmodule %s_compare (\n", rtl->name);
  put_ports(rtl);
  const char *const code = rtl_code(rtl);
  if (unit->clamp)
    put_clamp(rtl);
  if (unit->ranges > 0)
    put_reduced_code(rtl, unit->clamp ? "clamped" : "x");
  else if (unit->mirrored)
    put_fold(rtl, code);
  else if (unit->clamp)
    put(rtl, "  assign operand = clamped;\n");
  if (rtl->entry_bits > 0) {
    if (rtl->rom && !rtl->addressed)
      put_constants(rtl);
    if (rtl->reals)
      put_keys(rtl);
    if (rtl->addressed)
      put_address(rtl);
    else if (unit->selector == SELECT_BINARY)
      put_binary(rtl, code);
    else
      put_parallel(rtl, code);
  }
  put(rtl, "endmodule\n");
}
