/* What picking means, wherever the designs come from. Internal to src/front/. */
#ifndef LUTDSE_FRONT_PICK_RULES_H
#define LUTDSE_FRONT_PICK_RULES_H

#include "front/pick.h"

/* By what factor a design misses its worst bound: at most 1 where it misses none. */
double pick_miss(const struct scored_design *design, const struct pick_request *request);

/* Which member of a front is the pick. Returns a number of a design. */
size_t pick_choose(enum pick_goal goal, const struct objective *front, size_t count);

/* A design that misses the bounds, for a message. */
struct pick_near {
  struct scored_design design;
  char function[32];
  int in_bits;
  struct point_id id;
};

struct pick_near pick_near_of(const struct results *results, size_t design);

/* A function, for a message. */
struct pick_function {
  const char *name;
  double lo, hi;
};

/* The ways in which there is no pick: ERROR_NOTHING_FOUND, ERROR_USAGE. */
bool pick_fail_nothing_within(const struct pick_near *nearest, const struct pick_request *request, struct error *err);
bool pick_fail_functions(const struct pick_function *first, const struct pick_function *other, struct error *err);
bool pick_fail_weights(const char *first, const char *other, struct error *err);

#endif
