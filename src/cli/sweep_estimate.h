/* How long a sweep may take: searching it, and proving its optima. */
#ifndef LUTDSE_CLI_SWEEP_ESTIMATE_H
#define LUTDSE_CLI_SWEEP_ESTIMATE_H

#include "run/proof.h"
#include "sweep/sweep.h"

/*
 * The guess behind the estimated time where no rate is given: evaluations per second of one processor core at 8
 * entries, as measured on cores with AVX-512 (results/benchmarks/). search.h says what other points take.
 */
#define SWEEP_ESTIMATE_CORE_RATE 1.4e8

struct sweep_estimate {
  uint64_t evaluations; /* individuals scored over all points; saturates */
  double rate;          /* evaluations per second at 8 entries, as used */
  double seconds;
};

/* At that rate; 0: cores online times SWEEP_ESTIMATE_CORE_RATE. */
struct sweep_estimate sweep_estimate(const struct sweep *sweep, double rate);

/* Proving optima: how many distinct problems there are, and how long they take the processor. */
struct proof_estimate {
  size_t problems;
  double seconds;
};

/* Of what `run` proves by itself, or with --certify. Fails with ERROR_INTERNAL if memory runs out. */
bool proof_estimate(const struct sweep *sweep, enum proof_scope scope, struct proof_estimate *out, struct error *err);

#endif
