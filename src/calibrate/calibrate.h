/*
 * Fitting the cost model to what synthesis found: coefficients by least squares of relative errors, and how far the
 * model is off on units that it was not fitted on.
 */
#ifndef LUTDSE_CALIBRATE_CALIBRATE_H
#define LUTDSE_CALIBRATE_CALIBRATE_H

#include "hardware/cost.h"

/* One synthesised unit. */
struct observation {
  const struct features *features;
  struct gate_count apart[BLOCKS];     /* gates of each block as its module stands alone */
  double area_ge, energy_pj, delay_ns; /* of the unit; NAN: not measured */
  double block_ge[BLOCKS];             /* of each block's module alone; NAN: not measured */
};

/*
 * Fit. Areas of gates are fitted block by block on the blocks' own modules, energies and delays on whole units.
 * `skip`: observations with index % folds == fold are left out (folds = 0: none is). Fails with ERROR_INPUT if there
 * are too few observations, ERROR_INTERNAL if memory runs out.
 */
struct holdout {
  size_t folds, fold;
};
bool calibrate_fit(const struct observation *observations, size_t count, struct holdout holdout, double flip_flop_ge,
                   struct coefficients *out, struct error *err);

/*
 * The area of a flip-flop, as far as units tell: that of a stored bit where the clock is gated, which has nothing else.
 * 0 if no such unit's storage was measured.
 */
double calibrate_flip_flop(const struct observation *observations, size_t count);

/* What the model is compared in. */
enum figure { FIGURE_AREA, FIGURE_ENERGY, FIGURE_DELAY, FIGURES };

/* Relative errors: mean and largest of the absolute values, mean with sign, and Spearman's rank correlation. */
struct deviation {
  size_t count;
  double mean, worst, bias, rank;
};

/* Model over measured, less 1; NAN where not measured. */
struct residual {
  double of[FIGURES];
};

/*
 * The residual of every observation as predicted by a fit without it: in turn each fifth of the observations is left
 * out. Fails as calibrate_fit() does.
 */
bool calibrate_cross_validate(const struct observation *observations, size_t count, double flip_flop_ge,
                              struct residual *residuals, struct error *err);

/* Those of a given set of coefficients. */
bool calibrate_residuals(const struct observation *observations, size_t count, const struct coefficients *coefficients,
                         double flip_flop_ge, struct residual *residuals, struct error *err);

#endif
