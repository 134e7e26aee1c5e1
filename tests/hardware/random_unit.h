/* Random units for property tests: a spec with any restriction, hardware that suits it, and a design that obeys both.
 */
#ifndef LUTDSE_TESTS_RANDOM_UNIT_H
#define LUTDSE_TESTS_RANDOM_UNIT_H

#include "hardware/unit.h"
#include "reference/random_problem.h"

struct random_unit {
  struct spec spec;
  struct hardware hardware;
  struct design design;
  struct unit unit;
  struct unit_content content;
};

/* Draw one. Its function is built in; every field of the spec stays within what unit_create() takes. */
void random_unit_draw(struct random_unit *unit, struct random_stream *stream);

/* The exact accumulator at scale number s and code q, and the requantised code of it. */
int64_t random_unit_sum(const struct random_unit *unit, int s, int32_t q);
int64_t random_unit_requantised(const struct random_unit *unit, int s, int64_t sum);

const char *random_unit_text(const struct random_unit *unit, char *text, size_t size);

#endif
