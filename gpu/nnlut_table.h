/* A trained network of NN-LUT rewritten as a table, exactly (kernel dialect). */
#ifndef LUTDSE_GPU_NNLUT_TABLE_H
#define LUTDSE_GPU_NNLUT_TABLE_H

#include "gpu/nnlut.h"

/*
 * A table in real numbers: entry e serves place[e - 1] < x <= place[e]. Places ascend; an infinite one is beyond every
 * x.
 */
typedef struct {
  GLOBAL double *place, *slope, *intercept;
} nnlut_table;

/* Places in ascending order, and whose they are; ties by the unit's number. */
DEVICE void nnlut_order(const nnlut_network *network, GLOBAL double *place) {
  for (u32 i = 0; i < network->units; i++) {
    GLOBAL const double *unit = network->value + NNLUT_KINDS * i;
    const double moved = nnlut_place(unit[NNLUT_N], unit[NNLUT_B]);
    u32 seat = i;
    for (; seat > 0 && place[seat - 1] > moved; seat--) {
      place[seat] = place[seat - 1];
      network->key[seat] = network->key[seat - 1];
    }
    place[seat] = moved;
    network->key[seat] = i;
  }
}

/* Entries that serve nothing right of `lo` get the first line that does: their places may then be moved up to `lo`. */
DEVICE void nnlut_reach(u32 units, double lo, const nnlut_table *table) {
  u32 first = 0;
  while (first < units && table->place[first] <= lo)
    first++;
  for (u32 e = 0; e < first; e++) {
    table->slope[e] = table->slope[first];
    table->intercept[e] = table->intercept[first];
  }
}

/*
 * The table that equals a network from `lo` on: an entry is the sum of the units that are on there, those with n < 0 to
 * its right and the others to its left. The order of the units becomes that of their places.
 */
DEVICE void nnlut_rewrite(const nnlut_network *network, double lo, const nnlut_table *table) {
  GLOBAL const double *value = network->value;
  const u32 units = network->units;
  nnlut_line line = {0, 0};
  nnlut_order(network, table->place);
  table->slope[units] = table->intercept[units] = 0;
  for (u32 e = units; e-- > 0;) {
    GLOBAL const double *unit = value + NNLUT_KINDS * network->key[e];
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
    if (e < units && !(value[NNLUT_KINDS * network->key[e] + NNLUT_N] < 0))
      nnlut_join(&line, value + NNLUT_KINDS * network->key[e], 1.0);
  }
  nnlut_reach(units, lo, table);
}

#endif
