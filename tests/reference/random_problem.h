/* Random problems for property tests, reproducible from a seed. */
#ifndef LUTDSE_TESTS_RANDOM_PROBLEM_H
#define LUTDSE_TESTS_RANDOM_PROBLEM_H

#include "model/design.h"

/* How many times the usual number of random problems the tests try: cmake -DLUTDSE_TEST_EFFORT=100. */
#ifndef TEST_EFFORT
#define TEST_EFFORT 1
#endif

/* SplitMix64: a stream of its own, so that no test shares numbers with the program. */
struct random_stream {
  uint64_t state;
};

uint64_t random_bits(struct random_stream *stream);
int random_between(struct random_stream *stream, int low, int high); /* inclusive */
double random_real(struct random_stream *stream, double low, double high);

/* What a random problem may be. Zero fields mean the smallest choice. */
struct random_limits {
  int in_bits_min, in_bits_max;
  int format_bits_max;
  int frac_max;
  int entries_max;
  int scales_max;
  int candidates_max;
  bool inexact; /* scales that are no powers of two */
  bool output;  /* output stages */
};

struct random_problem {
  struct function function;
  struct weight weight; /* of every third problem */
  struct spec spec;     /* passes spec_check(); points at `function` and, if there is one, `weight` */
};

/* Draw a problem. random_problem_release() frees what it holds; the struct must not move meanwhile. */
void random_problem_draw(struct random_problem *problem, struct random_stream *stream,
                         const struct random_limits *limits);
void random_problem_release(struct random_problem *problem);

/* A design for it, with ascending breakpoints among (and a few beyond) the candidates, and any codes. */
void random_design(const struct spec *spec, struct random_stream *stream, struct design *design);

/* Ascending boundaries 1 ... bounds - 2. */
void random_boundaries(uint32_t bounds, int entries, struct random_stream *stream, uint32_t *boundary);

/* What to print when a problem fails a test. */
const char *random_problem_text(const struct random_problem *problem, char *text, size_t size);

#endif
