/* Input ranges in a C header: the one that holds a code, and the code in the domain of the table. */
#include "export/c_writer.h"
#include "hardware/unit_ranges.h"

void c_writer_ranges(const struct c_writer *writer) {
  FILE *const out = writer->out;
  const struct unit *unit = &writer->unit;
  const char *const name = writer->name;
  const bool shifted = unit->range_input_shift > 0;
  (void)fprintf(out,
                "/* The range of a code: how many bounds it is beyond. */\n"
                "static inline int %s_range(int32_t q, int scale) {\n"
                "  int range = 0;\n"
                "  while (range < %d && q %c %s_bound[scale][range])\n"
                "    range++;\n"
                "  return range;\n"
                "}\n\n"
                "/* A code of a range as one in the domain of the table. */\n",
                name, unit->ranges - 1, shifted ? '>' : '<', name);
  if (shifted)
    (void)fprintf(out,
                  "static inline int32_t %s_reduce(int32_t q, int range) {\n"
                  "  const int shift = %d * range;\n"
                  "  if (range == 0)\n"
                  "    return q;\n"
                  "  /* q > 0; half to even */\n"
                  "  return (q + ((INT32_C(1) << (shift - 1)) - 1) + ((q >> shift) & 1)) >> shift;\n"
                  "}\n\n",
                  name, unit->range_input_shift);
  else
    (void)fprintf(out,
                  "static inline int32_t %s_reduce(int32_t q, int range, int scale) {\n"
                  "  return range == 0 ? q : q + %s_offset[scale][range - 1];\n"
                  "}\n\n",
                  name, name);
}

void c_writer_ranged_line(const struct c_writer *writer) {
  const struct unit *unit = &writer->unit;
  const char *const name = writer->name;
  (void)fprintf(writer->out, "  const int range = %s_range(code, scale);\n  return %s_line(%s_reduce(code, range%s), ",
                name, name, name, unit->range_input_shift > 0 ? "" : ", scale");
  if (unit->range_output_shift < 0)
    (void)fprintf(writer->out, "scale) * ((int%d_t)1 << (%d - range));\n}\n\n", writer->width, unit->ranges - 1);
  else
    (void)fprintf(writer->out, "scale) * ((int%d_t)1 << range);\n}\n\n", writer->width);
}
