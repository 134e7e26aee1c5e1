/* The entry by address; hardware/address.h derives what is written here. */
#include "rtl/emit.h"

#include "hardware/bits.h"

struct constants {
  int64_t base[SCALE_MAX], distance[SCALE_MAX], middle[SCALE_MAX], above[SCALE_MAX], below_count[SCALE_MAX],
      below[SCALE_MAX];
};

static void get_constants(const struct rtl *rtl, struct constants *out) {
  for (int s = 0; s < rtl->unit->scale_count; s++) {
    const struct address address = address_constants(rtl->unit, rtl->content, s);
    out->base[s] = address.base;
    out->distance[s] = address.distance;
    out->middle[s] = address.middle;
    out->above[s] = address.above;
    out->below_count[s] = address.below_count;
    out->below[s] = address.below;
  }
}

/* A constant, or a function of the scale, or a field of the stored word at *position. */
static void put_field(const struct rtl *rtl, const char *name, int bits, bool is_signed, const int64_t *values,
                      bool by_scale, int *position) {
  if (rtl->rom) {
    put_by_scale(rtl, name, bits, is_signed, values, by_scale && rtl->compare_scale);
    return;
  }
  put(rtl, "  wire %s[%d:0] %s = segments[%d +: %d];\n", is_signed ? "signed " : "", bits - 1, name, *position, bits);
  *position += bits;
}

/* u = d for x > 0 and -x, which is ~d, for others. */
static void put_level_code(const struct rtl *rtl, const char *code) {
  const int bits = rtl->unit->x_bits;
  put(rtl, "  wire signed [%d:0] previous = %d'(%s) - %d'sd1;\n", bits, bits + 1, code, bits + 1);
}

static void put_uniform(const struct rtl *rtl, const struct constants *constants) {
  const struct unit *unit = rtl->unit;
  const struct address_widths *widths = &rtl->address;
  const int grid = unit->x_bits + 1 + widths->more, offset = bits_max(grid, widths->base_bits) + 1;
  int position = 0;
  put_field(rtl, "base", widths->base_bits, true, constants->base, false, &position);
  put_field(rtl, "distance", widths->distance_bits, false, constants->distance, true, &position);
  const char *d = "previous";
  if (unit->mirrored) {
    put(rtl, "  wire signed [%d:0] steps = previous[%d] ? ~previous : previous;\n", unit->x_bits, unit->x_bits);
    d = "steps";
  }
  put(rtl, "  // segments are as wide as a power of two: the number of one is the code without its low bits\n");
  if (widths->more == 0)
    put(rtl, "  wire signed [%d:0] finer = %s;\n", grid - 1, d);
  else if (widths->more == 1)
    put(rtl, "  wire signed [%d:0] finer = {%s, ~%s[0]};\n", grid - 1, d, d);
  else
    put(rtl, "  wire signed [%d:0] finer = {%s, ~%s[0], {%d{%s[0]}}};\n", grid - 1, d, d, widths->more - 1, d);
  put(rtl, "  wire signed [%d:0] number = (%d'(finer) >>> distance) - %d'(base);\n", offset - 1, offset, offset);
  put(rtl, "  assign entry = least ? %d'd%d : number < 0 ? %d'd0 : number > %d'sd%d ? %d'd%d : number[%d:0];\n",
      rtl->index_bits, unit->mirrored ? unit->entries - 1 : 0, rtl->index_bits, offset, unit->entries - 1,
      rtl->index_bits, unit->entries - 1, rtl->index_bits - 1);
}

static void put_leading_one(const struct rtl *rtl, int level_bits) {
  const int bits = rtl->unit->x_bits;
  put(rtl, "  // the position of the leading one, from 1; 0 if there is none\n");
  put(rtl, "  wire [%d:0] steps = previous[%d] ? ~previous[%d:0] : previous[%d:0];\n", bits - 1, bits, bits - 1,
      bits - 1);
  put(rtl, "  logic [%d:0] level;\n  always_comb begin\n    level = 0;\n", level_bits - 1);
  put(rtl, "    for (int i = 0; i < %d; i++)\n      if (steps[i]) level = %d'(i + 1);\n  end\n", bits, level_bits);
}

static void put_power2(const struct rtl *rtl, const struct constants *constants) {
  const struct unit *unit = rtl->unit;
  const struct address_widths *widths = &rtl->address;
  const int index = rtl->index_bits, last = unit->entries - 1, sum = widths->offset_bits + 1;
  int position = 0;
  put_field(rtl, "middle", widths->count_bits, false, constants->middle, false, &position);
  put_field(rtl, "above", widths->offset_bits, true, constants->above, true, &position);
  if (!unit->mirrored) {
    put_field(rtl, "below_count", widths->count_bits, false, constants->below_count, false, &position);
    put_field(rtl, "below", widths->offset_bits, true, constants->below, true, &position);
  }
  const int level_bits = bits_of_count(unit->x_bits + 1);
  put_leading_one(rtl, level_bits);
  put(rtl, "  wire signed [%d:0] rank = $signed(%d'(level));\n", sum - 1, sum);
  put(rtl, "  wire signed [%d:0] up = rank + %d'(above);\n", sum - 1, sum);
  put(rtl, "  wire [%d:0] right = up < $signed(%d'(middle)) ? middle : up > %d'sd%d ? %d'd%d : up[%d:0];\n", index - 1,
      sum, sum, last, index, last, index - 1);
  if (unit->mirrored) {
    put(rtl, "  assign entry = least ? %d'd%d : right;\n", index, last);
    return;
  }
  put(rtl, "  wire signed [%d:0] down = %d'(below) - rank;\n", sum - 1, sum);
  put(rtl, "  wire [%d:0] left = down < 0 ? %d'd0 : down > $signed(%d'(below_count)) ? below_count : down[%d:0];\n",
      index - 1, index, sum, index - 1);
  put(rtl, "  assign entry = least ? %d'd0 : previous[%d] ? left : right;\n", index, unit->x_bits);
}

void put_address(const struct rtl *rtl) {
  const struct unit *unit = rtl->unit;
  const char *const code = rtl_code(rtl);
  struct constants constants = {0};
  if (rtl->rom)
    get_constants(rtl, &constants);
  put_level_code(rtl, code);
  put(rtl, "  // thresholds beyond the codes are clipped: the least code passes %s\n",
      unit->mirrored ? "all of them" : "none");
  put(rtl, "  wire least = %s == {1'b1, %d'd0};\n", code, unit->x_bits - 1);
  if (unit->selector == SELECT_UNIFORM)
    put_uniform(rtl, &constants);
  else
    put_power2(rtl, &constants);
}
