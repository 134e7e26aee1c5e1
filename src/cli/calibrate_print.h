/* What `lutdse calibrate` prints. */
#ifndef LUTDSE_CLI_CALIBRATE_PRINT_H
#define LUTDSE_CLI_CALIBRATE_PRINT_H

#include "calibrate/observe.h"

struct calibrate_library {
  const char *name;
  double nand_um2;     /* area of its smallest NAND gate with two inputs */
  double flip_flop_ge; /* of its smallest flip-flop */
};

/* Errors of each figure on units left out of the fit, by storage. Fails with ERROR_INTERNAL if memory runs out. */
bool calibrate_print_errors(const struct observations *observations, const struct calibrate_library *library,
                            struct error *err);

/* The area of each block's gates, and how far that is off its modules. */
bool calibrate_print_blocks(const struct observations *observations, const struct coefficients *coefficients,
                            struct error *err);

/* The technology profile: the built-in coefficients times one factor each. */
bool calibrate_print_profile(const struct observations *observations, const struct calibrate_library *library,
                             struct error *err);

/* The coefficients as C source. */
bool calibrate_print_source(const struct coefficients *coefficients, struct error *err);

#endif
