/* The parts of a C header on its way out. Internal to src/export/c_*.c. */
#ifndef LUTDSE_EXPORT_C_WRITER_H
#define LUTDSE_EXPORT_C_WRITER_H

#include <stdio.h>

#include "export/artefact.h"

struct c_writer {
  FILE *out;
  const struct artefact *artefact;
  const char *name;
  char upper[IDENTIFIER_SIZE];
  struct unit unit;
  struct unit_content content;
  int width;              /* of the integers to compute in: 32 or 64 */
  bool addends;           /* intercepts are stored for each scale: some scale is no left shift */
  const char *not_scaled; /* why there is no requantised output, or NULL */
};

/* The tables, and the functions that read them. */
void c_writer_tables(const struct c_writer *writer);
void c_writer_functions(const struct c_writer *writer);

/* Of a table with input ranges: their functions, and the end of the accumulator's, where a code is called `code`. */
void c_writer_ranges(const struct c_writer *writer);
void c_writer_ranged_line(const struct c_writer *writer);

#endif
