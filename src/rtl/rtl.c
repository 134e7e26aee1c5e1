#include "rtl/rtl.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "hardware/bits.h"
#include "hardware/unit_ranges.h"
#include "model/digits.h"
#include "model/significant.h"
#include "rtl/emit.h"

static int entry_bits(const struct unit *unit) {
  if (unit->entries == 1)
    return 0;
  switch (unit->selector) {
  case SELECT_ONE_HOT:
    return unit->entries;
  case SELECT_TREE:
    return unit->entries - 1;
  default:
    return bits_of_count(unit->entries);
  }
}

static void prepare_blocks(struct rtl *rtl) {
  const struct unit *unit = rtl->unit;
  const struct shift_range intercept = unit_shift_range(unit->intercept_shift, unit->scale_count);
  const struct shift_range output = unit_shift_range(unit->output_shift, unit->scale_count);
  const struct shift_range one = unit_shift_range(unit->one_shift, unit->scale_count);
  const bool many = unit->scale_bits > 0;
  rtl->operand = unit->clamp || unit->mirrored || unit->ranges > 0;
  rtl->shift =
      intercept.least != 0 || intercept.most != 0 || rtl->slope.exponent_bits > 0 || rtl->intercept.exponent_bits > 0;
  rtl->output = unit->mirrored || unit->requantised || unit->ranges > 0;
  rtl->compare_scale = many && rtl->rom && (unit->entries > 1 || unit->clamp || unit->ranges > 0);
  rtl->select_scale = many && rtl->rom && unit->prescaled;
  rtl->shift_scale = intercept.least != intercept.most;
  rtl->output_scale = (unit->requantised && output.least != output.most) ||
                      (unit->mirrored && unit->symmetry.intercept != 0 && one.least != one.most);
}

static void prepare_widths(struct rtl *rtl) {
  const struct unit *unit = rtl->unit;
  const struct shift_range shift = unit_shift_range(unit->intercept_shift, unit->scale_count);
  rtl->index_bits = bits_of_count(unit->entries);
  rtl->entry_bits = entry_bits(unit);
  rtl->slope = stored_slope_form(unit);
  rtl->intercept = stored_intercept_form(unit);
  rtl->parameter_bits = stored_bits(rtl->slope) + stored_bits(rtl->intercept);
  rtl->aligned_bits = unit->x_bits + unit->slope_bits;
  rtl->product_bits = rtl->slope.exponent_bits > 0 ? unit->x_bits + rtl->slope.number_bits : rtl->aligned_bits;
  /* rounding can carry into one more bit */
  rtl->term_bits = bits_max(unit->intercept_bits + shift.most, 1) + (shift.least < 0 ? 1 : 0);
  rtl->range_bits = unit_range_bits(unit);
  rtl->acc_bits = unit->sum_bits;
  if (unit->mirrored) /* unfolding comes later */
    rtl->acc_bits = bits_max(rtl->aligned_bits + unit->slope_shift, bits_max(unit->intercept_bits + shift.most, 2)) + 1;
}

void rtl_prepare(struct rtl *rtl, const struct unit *unit, const struct unit_content *content,
                 const struct rtl_header *header) {
  *rtl = (struct rtl){.name = header->name,
                      .unit = unit,
                      .content = content,
                      .header = header,
                      .rom = unit->storage == STORAGE_ROM,
                      .addressed = unit->selector == SELECT_UNIFORM || unit->selector == SELECT_POWER2};
  if (!rtl->rom)
    rtl->words = parameter_words(unit);
  if (unit->entries > 1)
    rtl->address = address_widths(unit, content);
  prepare_widths(rtl);
  prepare_blocks(rtl);
}

static bool check_name(const char *name, struct error *err) {
  bool good = isalpha((unsigned char)name[0]) != 0 && strlen(name) < 64;
  for (const char *c = name; *c != '\0'; c++)
    good = good && (isalnum((unsigned char)*c) != 0 || *c == '_');
  return good || error_set(err, ERROR_INPUT,
                           "'%.80s' is no name of a module; allowed: a letter, then letters, digits and underscores, "
                           "at most 63",
                           name);
}

static bool check_code(const char *what, int i, int bits, int significant, int64_t code, struct error *err) {
  return significant == 0 || significant_holds((struct format){bits, 0}, significant, (int32_t)code) ||
         error_set(err, ERROR_INPUT, "%s[%d]: %d has more than %d significant bits; restrict the design's %s", what, i,
                   (int)code, significant, what);
}

static bool check_significant(const struct unit *unit, const struct unit_content *content, struct error *err) {
  const int intercept = unit->prescaled ? 0 : unit->intercept_significant;
  for (int i = 0; i < unit->entries; i++)
    if (!check_code("slopes", i, unit->slope_bits, unit->slope_significant, content->slope[i], err) ||
        !check_code("intercepts", i, unit->intercept_bits, intercept, content->intercept[0][i], err))
      return false;
  return true;
}

static bool check_content(const struct unit *unit, const struct unit_content *content, struct error *err) {
  if (content == NULL)
    return unit->storage != STORAGE_ROM ||
           error_set(err, ERROR_INPUT, "storage: a unit of constants needs a design; choose one, or other storage");
  for (int i = 0; unit->slope_digits > 0 && i < unit->entries; i++) {
    const int digits = code_digit_count(content->slope[i]);
    if (digits > unit->slope_digits)
      return error_set(err, ERROR_INPUT,
                       "slopes[%d]: %d has %d signed digits, the unit %d; restrict the design's slopes", i,
                       (int)content->slope[i], digits, unit->slope_digits);
  }
  return check_significant(unit, content, err);
}

bool rtl_check(const struct unit *unit, const struct unit_content *content, const struct rtl_header *header,
               struct error *err) {
  return check_name(header->name, err) && check_content(unit, content, err);
}

static void put_modules(const struct rtl *rtl) {
  put_header(rtl);
  put_top(rtl);
  if (!rtl->rom)
    put_storage(rtl);
  if (rtl->entry_bits > 0 || rtl->operand)
    put_compare(rtl);
  put_select(rtl);
  put_multiply(rtl);
  if (rtl->shift)
    put_shift(rtl);
  put_add(rtl);
  if (rtl->output)
    put_output(rtl);
  put(rtl, "\n`default_nettype wire\n");
}

bool rtl_unit(const struct unit *unit, const struct unit_content *content, const struct rtl_header *header, char **text,
              struct error *err) {
  if (!rtl_check(unit, content, header, err))
    return false;
  struct rtl rtl;
  rtl_prepare(&rtl, unit, content, header);
  size_t size = 0;
  *text = NULL;
  rtl.out = open_memstream(text, &size);
  if (rtl.out == NULL)
    return error_memory(err, "a module");
  put_modules(&rtl);
  return rtl_finish(rtl.out, text) || error_memory(err, "a module");
}
