/*
 * What a table's content decides about the logic that replaces its registers in ROM storage. Internal to src/model/.
 */
#ifndef LUTDSE_HARDWARE_ROM_H
#define LUTDSE_HARDWARE_ROM_H

#include "model/design.h"

/* Statistics of the constants. A column is one bit of the slope or of the intercept, read along the entries. */
struct rom_content {
  int threshold_bits;    /* of the breakpoints, less their trailing zeros */
  int clamp_bits;        /* the same of the two thresholds of the clamp; 0 for other tail policies */
  int column_changes;    /* 0/1 changes of the distinct columns; a column and its complement count once */
  int slope_varying;     /* slope columns that are not constant */
  int slope_ones;        /* slope columns that are constant one */
  int intercept_varying; /* intercept columns that are not constant */
};

/*
 * Count. Thresholds are those of the finest scale. Between equal breakpoints lies an entry that no code reaches: it
 * and the second breakpoint are left out.
 */
struct rom_content rom_content(const struct spec *spec, const struct design *design);

#endif
