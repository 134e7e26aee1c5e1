#include <inttypes.h>

#include "export/c_writer.h"

static void put_entry(const struct c_writer *writer) {
  (void)fprintf(writer->out,
                "/* The entry of a code. */\n"
                "static inline int %s_entry(int32_t q, int scale) {\n"
                "  int entry = 0;\n"
                "  while (entry < %d && q > %s_threshold[scale][entry])\n"
                "    entry++;\n"
                "  return entry;\n"
                "}\n\n",
                writer->name, writer->unit.entries - 1, writer->name);
}

/* The line of an entry, in the accumulator's units. */
static void put_line(const struct c_writer *writer) {
  FILE *const out = writer->out;
  const char *const name = writer->name;
  const int width = writer->width;
  (void)fprintf(out,
                "/* The value of its line. */\n"
                "static inline int%d_t %s_line(int32_t q, int scale) {\n"
                "  const int entry = %s_entry(q, scale);\n"
                "  const int%d_t product = (int%d_t)%s_slope[entry] * q",
                width, name, name, width, width, name);
  if (writer->unit.slope_shift > 0)
    (void)fprintf(out, " * ((int%d_t)1 << %d)", width, writer->unit.slope_shift);
  if (writer->addends)
    (void)fprintf(out, ";\n  return product + %s_intercept[scale][entry];\n}\n\n", name);
  else
    (void)fprintf(
        out, ";\n  return product + (int%d_t)%s_intercept[entry] * ((int%d_t)1 << %s_intercept_shift[scale]);\n}\n\n",
        width, name, width, name);
}

/* A code within the range that the table is for. */
static void put_limits(const struct c_writer *writer) {
  const int32_t half = INT32_C(1) << (writer->unit.x_bits - 1);
  if (writer->unit.clamp)
    (void)fprintf(writer->out,
                  "  const int32_t first = %s_domain[scale][0], last = %s_domain[scale][1];\n"
                  "  const int32_t code = q < first ? first : q > last ? last : q;\n",
                  writer->name, writer->name);
  else
    (void)fprintf(writer->out,
                  "  const int32_t code = q < -%" PRId32 " ? -%" PRId32 " : q > %" PRId32 " ? %" PRId32 " : q;\n", half,
                  half, half - 1, half - 1);
}

static void put_acc(const struct c_writer *writer) {
  (void)fprintf(writer->out,
                "/* The exact output in units of %s_unit[scale]; 0 <= scale < %s_SCALES. */\n"
                "static inline int%d_t %s_acc(int32_t q, int scale) {\n",
                writer->name, writer->upper, writer->width, writer->name);
  put_limits(writer);
  if (writer->unit.ranges > 0)
    c_writer_ranged_line(writer);
  else
    (void)fprintf(writer->out, "  return %s_line(code, scale);\n}\n\n", writer->name);
}

static void put_round(const struct c_writer *writer) {
  const int width = writer->width;
  (void)fprintf(writer->out,
                "/* value / 2^shift, rounded half to even. */\n"
                "static inline int%d_t %s_round(int%d_t value, int shift) {\n"
                "  if (shift <= 0)\n"
                "    return value * ((int%d_t)1 << -shift);\n"
                "  const uint%d_t half = (uint%d_t)1 << (shift - 1);\n"
                "  const uint%d_t rest = (uint%d_t)value & (2 * half - 1);\n"
                "  const int%d_t whole = value < 0 ? ~(~value >> shift) : value >> shift;\n"
                "  return whole + (rest > half || (rest == half && (whole & 1) != 0) ? 1 : 0);\n"
                "}\n\n",
                width, writer->name, width, width, width, width, width, width, width);
}

static void put_output(const struct c_writer *writer) {
  const int width = writer->width;
  const int64_t most = (INT64_C(1) << (writer->unit.y_bits - 1)) - 1;
  (void)fprintf(writer->out,
                "/* The output as a code of %d bits; 0 <= scale < %s_SCALES. */\n"
                "static inline int32_t %s(int32_t q, int scale) {\n"
                "  const int%d_t most = INT32_C(%" PRId64 ");\n"
                "  const int%d_t code = %s_round(%s_acc(q, scale), %s_output_shift[scale]);\n"
                "  return (int32_t)(code > most ? most : code < -most - 1 ? -most - 1 : code);\n"
                "}\n\n",
                writer->unit.y_bits, writer->upper, writer->name, width, most, width, writer->name, writer->name,
                writer->name);
}

void c_writer_functions(const struct c_writer *writer) {
  put_entry(writer);
  put_line(writer);
  if (writer->unit.ranges > 0)
    c_writer_ranges(writer);
  put_acc(writer);
  if (!writer->unit.requantised)
    return;
  put_round(writer);
  put_output(writer);
}
