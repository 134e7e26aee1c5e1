/*
 * The engine nnlut: NN-LUT (DAC 2022) as published. A network of one hidden layer with a rectified linear unit for each
 * breakpoint is trained on samples of the function and rewritten as a table (gpu/nnlut.h, gpu/nnlut_table.h), which is
 * then rounded to the spec's formats. docs/baselines.md says where it differs from what was published.
 */
#ifndef LUTDSE_SEARCH_NNLUT_H
#define LUTDSE_SEARCH_NNLUT_H

#include "search/baselines.h"

extern const struct engine_description nnlut_engine;

/* The parameters, by their index in nnlut_engine.parameter. */
enum nnlut_parameter {
  NNLUT_STEPS,
  NNLUT_RATE,
  NNLUT_SCHEDULE,
  NNLUT_SAMPLES,
  NNLUT_RESTARTS,
  NNLUT_BIAS,
  NNLUT_ENGINE_PARAMETERS
};

/* Choices of NNLUT_SCHEDULE. */
enum nnlut_schedule { NNLUT_IN_STEPS, NNLUT_LINEAR, NNLUT_CONSTANT };

/* How nnlut searches. */
extern const struct baseline_rules nnlut_rules;

/* The learning rate of step number `step`, from 0 on. */
double nnlut_rate(const struct engine_settings *settings, uint32_t step);

/*
 * A spec's function at the engine's number of samples: the middles of equal intervals of the domain, each with the
 * share of the spec's weight that its interval has; all alike if it has none, or none that is in the domain. Fails with
 * ERROR_INPUT if function_value_flaw() finds one, and with ERROR_INTERNAL if memory runs out; sample_table_free() frees
 * it.
 */
bool nnlut_tabulate(struct baseline_table *table, const struct spec *spec, const struct engine_settings *settings,
                    struct error *err);

#endif
