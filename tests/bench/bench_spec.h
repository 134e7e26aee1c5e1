/* The spec of a point that programs are compared at. Internal to tests/bench/. */
#ifndef LUTDSE_TESTS_BENCH_SPEC_H
#define LUTDSE_TESTS_BENCH_SPEC_H

#include "model/spec.h"

/* GQA-LUT's INT8 configuration (bench_point.h). Fails with ERROR_INPUT: no such function, or spec_check(). */
bool bench_spec(struct spec *spec, const char *function, int entries, struct error *err);

#endif
