/*
 * The published baselines' objectives as their descriptions say, sample by sample: no prefix sums, no tables of the
 * function. For tests only.
 */
#ifndef LUTDSE_TESTS_REFERENCE_BASELINES_H
#define LUTDSE_TESTS_REFERENCE_BASELINES_H

#include "model/spec.h"

/* What a table of entries comes to. */
struct reference_table {
  double slope[ENTRIES_MAX], intercept[ENTRIES_MAX];
  double breakpoint[ENTRIES_MAX - 1]; /* as it is stored */
  double objective;
  double size; /* of what the objective is a small difference of */
  bool tie;    /* a parameter lies so near the middle of two codes that another order of sums may round it otherwise */
};

/* Chords between ascending breakpoints and from the outer limits, and their mean squared error. */
void reference_gqa(const struct spec *spec, const double *breakpoint, struct reference_table *table);

/*
 * Lines of least squares between ascending breakpoints, stored with so many binary digits, their mean absolute error
 * and what they are punished for.
 */
void reference_gade(const struct spec *spec, const double *breakpoint, int digits, struct reference_table *table);

/* The real number nearest to a value that a parameter of the format may have; sets *tie where it is nearly in the
 * middle. */
double reference_parameter(struct format format, int significant, double value, bool *tie);

#endif
