/* A trained network of NN-LUT rewritten as a table, exactly (kernel dialect). */
#ifndef LUTDSE_GPU_NNLUT_TABLE_H
#define LUTDSE_GPU_NNLUT_TABLE_H

#include "gpu/nnlut.h"

/* A table in real numbers: entry e serves place[e - 1] < x <= place[e]. Places ascend; infinite ones are no place. */
typedef struct {
  double place[NNLUT_UNITS_MAX], slope[NNLUT_UNITS_MAX + 1], intercept[NNLUT_UNITS_MAX + 1];
} nnlut_table;

/* Units in the order in which they switch, ties by number. */
DEVICE void nnlut_order(const double *value, u32 units, u32 *order, double *place) {
  for (u32 i = 0; i < units; i++) {
    const double moved = nnlut_place(value[NNLUT_KINDS * i + NNLUT_N], value[NNLUT_KINDS * i + NNLUT_B]);
    u32 seat = i;
    for (; seat > 0 && place[seat - 1] > moved; seat--) {
      place[seat] = place[seat - 1];
      order[seat] = order[seat - 1];
    }
    place[seat] = moved;
    order[seat] = i;
  }
}

/*
 * The table that equals a network: an entry is the sum of the units that are on there, those with n < 0 to its right
 * and the others to its left. Entries that serve nothing right of `lo` have the line of the first one that does, so
 * that it makes no difference if their places are moved up to `lo`.
 */
DEVICE void nnlut_rewrite(const double *value, u32 units, double lo, nnlut_table *table) {
  u32 order[NNLUT_UNITS_MAX], first = 0;
  nnlut_order(value, units, order, table->place);
  nnlut_line line = {0, 0};
  table->slope[units] = table->intercept[units] = 0;
  for (u32 e = units; e-- > 0;) {
    const double *unit = value + NNLUT_KINDS * order[e];
    if (unit[NNLUT_N] < 0)
      nnlut_join(&line, unit, 1.0);
    table->slope[e] = line.slope;
    table->intercept[e] = line.intercept;
  }
  line.slope = 0;
  line.intercept = value[NNLUT_KINDS * units];
  for (u32 e = 0; e <= units; e++) {
    table->slope[e] += line.slope;
    table->intercept[e] += line.intercept;
    if (e < units && !(value[NNLUT_KINDS * order[e] + NNLUT_N] < 0))
      nnlut_join(&line, value + NNLUT_KINDS * order[e], 1.0);
  }
  while (first < units && table->place[first] <= lo)
    first++;
  for (u32 e = 0; e < first; e++) {
    table->slope[e] = table->slope[first];
    table->intercept[e] = table->intercept[first];
  }
}

#endif
