/* How well the cost model agrees with what synthesis found. */
#ifndef LUTDSE_FRONT_AGREEMENT_H
#define LUTDSE_FRONT_AGREEMENT_H

#include "store/results.h"

enum agreement_metric { AGREEMENT_AREA, AGREEMENT_DELAY, AGREEMENT_ENERGY, AGREEMENT_METRICS };

/* "area" "delay" "energy", and "GE" "ns" "pJ". */
const char *agreement_metric_name(enum agreement_metric metric);
const char *agreement_metric_unit(enum agreement_metric metric);

/* One figure of one design. */
struct agreement_pair {
  double model, synthesis; /* NaN: there is none */
};

/*
 * A design's figure by the cost model, less the scale of its technology profile, so that profiles can be mixed: areas
 * in GE; delays and energies in the units of the library that the model was fitted on.
 */
double agreement_model(enum agreement_metric metric, const struct cost *cost, const struct technology *technology);
double agreement_synthesis(enum agreement_metric metric, const struct synthesised *row);

struct agreement_pair agreement_pair_of(const struct results *results, const struct synthesised *row,
                                        enum agreement_metric metric);

/*
 * Errors are (factor * model - synthesis) / synthesis. `factor` turns the model's figures into the library's: 1 for
 * areas, which GE make comparable; for delays and energies the median of synthesis / model, so that one design alone
 * says nothing.
 */
struct agreement {
  size_t count;  /* of pairs that have both figures */
  double factor; /* NaN if there are none, or one only and it is no area; the same for what follows */
  double mean;   /* of |error| */
  double worst;  /* the largest |error| */
  double rank;   /* Spearman's rank correlation; NaN also where all models or all syntheses are the same */
};

/* The error that the model is stated to have at most, typically, for units of this storage; a share. */
double agreement_stated(enum storage storage);

/* Of `count` pairs. Fails with ERROR_INTERNAL if memory runs out. */
bool agreement_of(const struct agreement_pair *pair, size_t count, enum agreement_metric metric, struct agreement *out,
                  struct error *err);

/* The error of a pair, NaN where nothing can be compared. */
double agreement_error(const struct agreement *agreement, struct agreement_pair pair);

#endif
