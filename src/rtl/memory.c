#include "rtl/memory.h"

#include <stdio.h>
#include <stdlib.h>

#include "hardware/stored.h"

/* The lowest `bits` bits in hexadecimal. */
static void put_word(FILE *out, parameter_word word, int bits) {
  for (int digit = (bits + 3) / 4 - 1; digit >= 0; digit--)
    (void)fputc("0123456789abcdef"[(unsigned)(word >> (4 * digit)) & 15U], out);
  (void)fputc('\n', out);
}

/* A group of words under a title; none, no title. */
static void put_group(FILE *out, const char *title, const parameter_word *word, int count, int bits) {
  if (count > 0)
    (void)fprintf(out, "// %s\n", title);
  for (int i = 0; i < count; i++)
    put_word(out, word[i], bits);
}

static const char *entry_title(const struct unit *unit) {
  const bool slope = stored_slope_form(unit).exponent_bits > 0;
  const bool intercept = stored_intercept_form(unit).exponent_bits > 0;
  return unit->slope_digits > 0 ? (intercept ? "entries: digits of the slope; exponent and number of the intercept"
                                             : "entries: digits of the slope, intercept")
         : slope && intercept   ? "entries: exponent and number of the slope, and of the intercept"
         : slope                ? "entries: exponent and number of the slope, intercept"
         : intercept            ? "entries: slope, exponent and number of the intercept"
                                : "entries: slope, intercept";
}

static void put_scale(FILE *out, const struct unit *unit, const struct unit_content *content, int scale) {
  const struct parameter_words words = parameter_words(unit);
  const bool addressed = unit->selector == SELECT_UNIFORM || unit->selector == SELECT_POWER2;
  parameter_word word[PARAMETER_WORDS_MAX];
  parameter_words_fill(unit, content, scale, word);
  const parameter_word *next = word;
  put_group(out, addressed ? "segments" : "thresholds", next, words.thresholds, words.bits);
  next += words.thresholds;
  put_group(out, "first and last code of the domain", next, words.clamps, words.bits);
  next += words.clamps;
  put_group(out, unit->range_input_shift > 0 ? "outermost bound of the ranges" : "ranges: bound, offset", next,
            words.ranges, words.bits);
  next += words.ranges;
  put_group(out, entry_title(unit), next, words.entries, words.bits);
}

bool rtl_memory(const struct unit *unit, const struct unit_content *content, const struct rtl_header *header,
                char **text, struct error *err) {
  const struct parameter_words words = parameter_words(unit);
  size_t size = 0;
  *text = NULL;
  FILE *const out = open_memstream(text, &size);
  if (out == NULL)
    return error_memory(err, "parameter words");
  (void)fprintf(out,
                "// %s: the words of its load port, %d for each scale, from address 0; for $readmemh into\n"
                "// logic [%d:0] words [0:%d]\n",
                header->name, words.count, words.bits - 1, words.count * unit->scale_count - 1);
  for (int s = 0; s < unit->scale_count; s++) {
    (void)fprintf(out, "// scale number %d: %.17g\n", s, header->spec->scales.scale[s]);
    put_scale(out, unit, content, s);
  }
  const bool failed = ferror(out) != 0;
  if (fclose(out) == 0 && !failed)
    return true;
  free(*text);
  *text = NULL;
  return error_memory(err, "parameter words");
}
