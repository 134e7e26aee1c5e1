/*
 * What the exports write: one table with all that follows from it, and a name.
 */
#ifndef LUTDSE_EXPORT_ARTEFACT_H
#define LUTDSE_EXPORT_ARTEFACT_H

#include "export/gqa_json.h"
#include "export/identifier.h"
#include "hardware/unit.h"

struct artefact {
  char name[IDENTIFIER_SIZE];
  const struct spec *spec; /* not owned */
  struct design design;
  struct score score;
  /* The codes that inputs are compared with, at each scale: entry i ends with threshold i. */
  int32_t threshold[SCALE_MAX][ENTRIES_MAX - 1];
  bool own_thresholds; /* they do not all follow from design.breakpoint, which are those of the finest scale */
};

/*
 * Of a design that passes design_check() for its spec, scored by evaluate(). `name` is made an identifier; NULL: the
 * function's name and the number of entries.
 */
void artefact_make(struct artefact *out, const struct spec *spec, const struct design *design, const char *name);

/*
 * Of the tables of a file in GQA-LUT's format, for a spec that gqa_complete_spec() has completed; *rounding counts what
 * moved. Breakpoints may differ between scales in other ways than by rounding. Fails with ERROR_INPUT if slopes or
 * intercepts do, or if a table is no design.
 */
bool artefact_make_gqa(struct artefact *out, const struct spec *spec, const struct gqa_file *file, const char *name,
                       struct design_rounding *rounding, struct error *err);

/* The intercept of an entry as it is added at a scale: round_half_even(b / S 2^F). A whole number. */
double artefact_addend(const struct artefact *artefact, int scale, int entry);

/* The fraction bits F of the accumulator: its unit is S 2^-F. */
int artefact_fraction(const struct artefact *artefact);

#endif
