/* The fits of the three figures. Internal to src/calibrate/. */
#ifndef LUTDSE_CALIBRATE_FIT_H
#define LUTDSE_CALIBRATE_FIT_H

#include "calibrate/calibrate.h"
#include "calibrate/least_squares.h"

struct fit_input {
  const struct observation *observations;
  size_t count;
  struct holdout holdout;
  double flip_flop_ge;
};

/* Whether observation i is left out. */
static inline bool fit_skips(const struct fit_input *input, size_t i) {
  return input->holdout.folds > 0 && i % input->holdout.folds == input->holdout.fold;
}

/* Each sets its own coefficients of *out. fit_delay() fails with ERROR_INTERNAL if memory runs out. */
void fit_area(const struct fit_input *input, struct coefficients *out);
void fit_energy(const struct fit_input *input, struct coefficients *out);
bool fit_delay(const struct fit_input *input, struct coefficients *out, struct error *err);

#endif
