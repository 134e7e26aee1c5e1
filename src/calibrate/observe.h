/* The synthesised units of results, as observations to fit on. */
#ifndef LUTDSE_CALIBRATE_OBSERVE_H
#define LUTDSE_CALIBRATE_OBSERVE_H

#include "calibrate/calibrate.h"
#include "store/results.h"

struct observations {
  size_t count;
  struct observation *item;
  struct features *features;      /* of each */
  const struct synthesised **row; /* of each; they belong to the results */
};

/*
 * One observation for each row of /synthesis that names this library; units are elaborated anew. Fails with ERROR_INPUT
 * if a unit cannot be built, ERROR_INTERNAL if memory runs out; otherwise observations_release() frees it.
 */
bool observations_create(struct observations *out, const struct results *results, const char *library,
                         struct error *err);
void observations_release(struct observations *observations);

#endif
