/* What a run must know of every point without holding its designs: 24 bytes each. */
#ifndef LUTDSE_RUN_LEDGER_H
#define LUTDSE_RUN_LEDGER_H

#include <stdint.h>

#include "store/optimum.h"

struct ledger_row {
  double best;    /* the smallest error among its designs, in its objective; NaN if it has none */
  double optimum; /* as in struct optimum */
  uint8_t kind;   /* enum optimum_kind */
  bool known;     /* it has been searched */
};

struct ledger {
  size_t count, known;
  struct ledger_row *row;
};

/* So many points of which nothing is known. Fails with ERROR_INTERNAL (memory). */
bool ledger_create(struct ledger *ledger, size_t count, struct error *err);
void ledger_free(struct ledger *ledger);

/* Note that a point has been searched, and what is known of its optimum. Returns whether either is news. */
bool ledger_note(struct ledger *ledger, size_t point, double best, struct optimum optimum);

struct optimum ledger_optimum(const struct ledger *ledger, size_t point);
void ledger_set_optimum(struct ledger *ledger, size_t point, struct optimum optimum);

/* Count the points by what is known of their optima. */
struct optimum_census ledger_census(const struct ledger *ledger);

#endif
