#include <inttypes.h>
#include <math.h>

#include "export/c_writer.h"
#include "export/text_buffer.h"

/* The smallest type that holds all values. */
static const char *type_for(const int64_t *value, int count) {
  int64_t least = 0, most = 0;
  for (int i = 0; i < count; i++) {
    least = value[i] < least ? value[i] : least;
    most = value[i] > most ? value[i] : most;
  }
  return least >= INT8_MIN && most <= INT8_MAX     ? "int8_t"
         : least >= INT16_MIN && most <= INT16_MAX ? "int16_t"
         : least >= INT32_MIN && most <= INT32_MAX ? "int32_t"
                                                   : "int64_t";
}

/* A constant that is of a type which holds it on any machine: -2147483648 is a negated 2147483648. */
static void put_value(FILE *out, int64_t value) {
  const bool small = value >= -INT16_MAX && value <= INT16_MAX;
  (void)fprintf(out,
                small                                     ? "%" PRId64
                : value > INT32_MIN && value <= INT32_MAX ? "INT32_C(%" PRId64 ")"
                                                          : "INT64_C(%" PRId64 ")",
                value);
}

enum { ROW_ITEMS = 12 };

/* One brace-enclosed row. */
static void put_row(FILE *out, const int64_t *value, int count) {
  (void)fputc('{', out);
  for (int i = 0; i < count; i++) {
    (void)fputs(i == 0 ? "" : i % ROW_ITEMS == 0 ? ",\n   " : ", ", out);
    put_value(out, value[i]);
  }
  (void)fputc('}', out);
}

/* A table with a row for each scale, of the smallest type that holds all rows. */
static void put_rows(const struct c_writer *writer, const char *what, const char *comment,
                     const int64_t row[SCALE_MAX][ENTRIES_MAX], int columns) {
  int64_t all[SCALE_MAX * ENTRIES_MAX];
  char text[REAL_TEXT_SIZE];
  int count = 0;
  for (int s = 0; s < writer->unit.scale_count; s++)
    for (int i = 0; i < columns; i++)
      all[count++] = row[s][i];
  (void)fprintf(writer->out, "/* %s */\nstatic const %s %s_%s[%d][%d] = {\n", comment, type_for(all, count),
                writer->name, what, writer->unit.scale_count, columns);
  for (int s = 0; s < writer->unit.scale_count; s++) {
    (void)fprintf(writer->out, "  ");
    put_row(writer->out, row[s], columns);
    (void)fprintf(writer->out, "%s /* %d: scale %s */\n", s + 1 < writer->unit.scale_count ? "," : "", s,
                  real_text(text, writer->artefact->spec->scales.scale[s]));
  }
  (void)fprintf(writer->out, "};\n\n");
}

/* A table with one value in a row, and the real number that it stands for. */
static void put_codes(const struct c_writer *writer, const char *what, const char *comment, const int64_t *code,
                      struct format format) {
  char text[REAL_TEXT_SIZE];
  const int count = writer->unit.entries;
  (void)fprintf(writer->out, "/* %s */\nstatic const %s %s_%s[%d] = {\n", comment, type_for(code, count), writer->name,
                what, count);
  for (int i = 0; i < count; i++) {
    (void)fprintf(writer->out, "  ");
    put_value(writer->out, code[i]);
    (void)fprintf(writer->out, "%s /* %d: %s */\n", i + 1 < count ? "," : "", i,
                  real_text(text, format_value(format, (int32_t)code[i])));
  }
  (void)fprintf(writer->out, "};\n\n");
}

/* A table with one value for each scale. */
static void put_shifts(const struct c_writer *writer, const char *what, const char *comment, const int *shift) {
  int64_t value[SCALE_MAX];
  for (int s = 0; s < writer->unit.scale_count; s++)
    value[s] = shift[s];
  (void)fprintf(writer->out, "/* %s */\nstatic const int8_t %s_%s[%d] = ", comment, writer->name, what,
                writer->unit.scale_count);
  put_row(writer->out, value, writer->unit.scale_count);
  (void)fprintf(writer->out, ";\n\n");
}

static void put_lines(const struct c_writer *writer) {
  const struct spec *spec = writer->artefact->spec;
  const struct unit_content *content = &writer->content;
  int64_t slope[ENTRIES_MAX], intercept[SCALE_MAX][ENTRIES_MAX];
  for (int i = 0; i < writer->unit.entries; i++)
    slope[i] = content->slope[i];
  put_codes(writer, "slope", "Slopes.", slope, spec->slope);
  if (!writer->addends) {
    put_codes(writer, "intercept", "Intercepts, to be shifted left.", content->intercept[0], spec->intercept);
    put_shifts(writer, "intercept_shift", "How far, at each scale.", writer->unit.intercept_shift);
    return;
  }
  for (int s = 0; s < writer->unit.scale_count; s++)
    for (int i = 0; i < writer->unit.entries; i++)
      intercept[s][i] = (int64_t)artefact_addend(writer->artefact, s, i);
  put_rows(writer, "intercept", "Intercepts as they are added, at each scale.",
           (const int64_t(*)[ENTRIES_MAX])intercept, writer->unit.entries);
}

static void put_thresholds(const struct c_writer *writer) {
  int64_t threshold[SCALE_MAX][ENTRIES_MAX];
  const int count = writer->unit.entries - 1;
  for (int s = 0; s < writer->unit.scale_count; s++)
    for (int i = 0; i < count; i++)
      threshold[s][i] = writer->content.threshold[s][i];
  put_rows(writer, "threshold", "The last code of each entry but the last one, at each scale.",
           (const int64_t(*)[ENTRIES_MAX])threshold, count);
}

static void put_clamp(const struct c_writer *writer) {
  int64_t range[SCALE_MAX][ENTRIES_MAX];
  for (int s = 0; s < writer->unit.scale_count; s++) {
    range[s][0] = writer->content.clamp_low[s];
    range[s][1] = writer->content.clamp_high[s];
  }
  put_rows(writer, "domain", "The first and the last code of the domain, at each scale.",
           (const int64_t(*)[ENTRIES_MAX])range, 2);
}

static void put_ranges(const struct c_writer *writer) {
  const struct unit *unit = &writer->unit;
  int64_t bound[SCALE_MAX][ENTRIES_MAX], offset[SCALE_MAX][ENTRIES_MAX];
  for (int s = 0; s < unit->scale_count; s++)
    for (int r = 0; r < unit->ranges - 1; r++) {
      bound[s][r] = writer->content.range_bound[s][r];
      offset[s][r] = writer->content.range_offset[s][r];
    }
  put_rows(writer, "bound",
           unit->range_input_shift > 0 ? "The last code of each range but the last one, at each scale."
                                       : "The least code of each range but the last one, at each scale.",
           (const int64_t(*)[ENTRIES_MAX])bound, unit->ranges - 1);
  if (unit->range_input_shift == 0)
    put_rows(writer, "offset", "What is added to codes of each range but the first one, at each scale.",
             (const int64_t(*)[ENTRIES_MAX])offset, unit->ranges - 1);
}

/* What 1 stands for in the accumulator. */
static void put_units(const struct c_writer *writer) {
  const struct scale_set *scales = &writer->artefact->spec->scales;
  char text[REAL_TEXT_SIZE];
  (void)fprintf(writer->out,
                "/* What 1 of %s_acc() stands for, at each scale: S 2^-%d. */\nstatic const double %s_unit[%d] = {",
                writer->name, unit_result_frac(&writer->unit), writer->name, scales->count);
  for (int s = 0; s < scales->count; s++)
    (void)fprintf(writer->out, "%s%s",
                  s == 0       ? ""
                  : s % 4 == 0 ? ",\n  "
                               : ", ",
                  real_text(text, ldexp(scales->scale[s], -unit_result_frac(&writer->unit))));
  (void)fprintf(writer->out, "};\n\n");
}

void c_writer_tables(const struct c_writer *writer) {
  (void)fprintf(writer->out, "#define %s_ENTRIES %d\n#define %s_SCALES %d\n#define %s_FRACTION %d\n\n", writer->upper,
                writer->unit.entries, writer->upper, writer->unit.scale_count, writer->upper,
                unit_result_frac(&writer->unit));
  put_units(writer);
  put_thresholds(writer);
  put_lines(writer);
  if (writer->unit.clamp)
    put_clamp(writer);
  if (writer->unit.ranges > 0)
    put_ranges(writer);
  if (writer->unit.requantised) {
    const int bits = unit_result_bits(&writer->unit);
    int shift[SCALE_MAX];
    for (int s = 0; s < writer->unit.scale_count; s++) /* beyond the width of the sum all bits are gone */
      shift[s] = writer->unit.output_shift[s] < bits ? writer->unit.output_shift[s] : bits;
    put_shifts(writer, "output_shift", "How far the accumulator is shifted right for the output, at each scale.",
               shift);
  }
}
