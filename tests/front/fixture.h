/* Results made up in memory: one point per design, with figures given by the test. */
#ifndef LUTDSE_TESTS_FRONT_FIXTURE_H
#define LUTDSE_TESTS_FRONT_FIXTURE_H

#include <stdio.h>
#include <string.h>

#include "front/front.h"

enum { FIXTURE_MAX = 1024 };

struct fixture {
  struct results results;
  struct function functions[32];
  struct point points[FIXTURE_MAX];
  struct outcome outcomes[FIXTURE_MAX];
  struct scored_design designs[FIXTURE_MAX];
};

/* `functions` built-in functions, no design yet. */
static inline void fixture_init(struct fixture *fixture, size_t functions) {
  memset(fixture, 0, sizeof *fixture);
  for (size_t i = 0; i < functions; i++)
    fixture->functions[i] = *function_builtin(i);
  fixture->results = (struct results){.function_count = functions,
                                      .functions = fixture->functions,
                                      .points = fixture->points,
                                      .outcomes = fixture->outcomes,
                                      .designs = fixture->designs};
}

/* Append a design; mae and max_abs are the root and twice the root of mse, power and delay follow the area. */
static inline struct scored_design *fixture_add(struct fixture *fixture, size_t function, int entries, int in_bits,
                                                double area, double mse, double mae) {
  const size_t i = fixture->results.design_count++;
  fixture->results.point_count++;
  struct point *point = &fixture->points[i];
  point->spec = (struct spec){.function = &fixture->functions[function],
                              .in_bits = in_bits,
                              .scales = {2, {1, 0.5}},
                              .slope = {8, 6},
                              .intercept = {8, 6},
                              .entries = entries};
  point->engine = engine_defaults(engine_builtin(0));
  point->hardware.technology = (struct technology){.name = "test"};
  (void)snprintf(point->grid, sizeof point->grid, "main");
  (void)snprintf(point->id.hex, sizeof point->id.hex, "%032zx", i);
  fixture->outcomes[i] = (struct outcome){.first_design = i, .design_count = 1};
  struct scored_design *design = &fixture->designs[i];
  design->point = i;
  design->design.entries = entries;
  design->score.exact = (struct errors){mse, mae, 2 * mae};
  design->score.requantised = design->score.exact;
  design->cost = (struct cost){.area_um2 = area, .power_mw = area / 1000, .delay_ns = 1 + area / 10000};
  return design;
}

#endif
