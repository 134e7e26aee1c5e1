/* Published baselines on the CPU. Internal to cpu/. */
#ifndef LUTDSE_CPU_BASELINE_H
#define LUTDSE_CPU_BASELINE_H

#include "backend.h"
#include "cpu/kernels.h"

/* Run a batch as struct backend's baseline() does, a point per thread at a time. */
bool cpu_baseline(const struct cpu_kernels *kernels, unsigned threads, const struct baseline_batch *batch,
                  struct baseline_result *result, struct error *err);

#endif
