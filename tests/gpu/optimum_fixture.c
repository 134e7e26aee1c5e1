#include "optimum_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reference/random_restriction.h"

/* One program's arrays. */
struct layers {
  size_t cells;
  uint64_t *wanted;
  struct dynamic_program program;
};

static struct layers layers_create(const struct problem *problem, uint32_t entries, uint64_t seed) {
  const uint32_t side = (problem->line.bounds + OPTIMUM_TILE - 1) / OPTIMUM_TILE;
  struct layers layers = {.cells = (size_t)(entries + 1) * side * OPTIMUM_TILE,
                          .program = {.problem = problem, .entries = entries, .side = side}};
  struct random_stream stream = {seed};
  layers.wanted = malloc((size_t)side * side * sizeof *layers.wanted);
  layers.program.best = malloc(layers.cells * sizeof *layers.program.best);
  layers.program.from = calloc(layers.cells, sizeof *layers.program.from);
  assert_true(layers.wanted != NULL && layers.program.best != NULL && layers.program.from != NULL);
  /* Some tiles are not wanted, and some layers of others. */
  for (size_t i = 0; i < (size_t)side * side; i++)
    layers.wanted[i] = random_between(&stream, 0, 2) == 0 ? random_bits(&stream) : UINT64_MAX;
  for (size_t i = 0; i < layers.cells; i++)
    layers.program.best[i] = (double)INFINITY;
  layers.program.best[0] = 0;
  layers.program.wanted = layers.wanted;
  return layers;
}

static void layers_free(struct layers *layers) {
  free(layers->wanted);
  free(layers->program.best);
  free(layers->program.from);
}

void optimum_compare(const struct backend *a, struct device *on_a, const struct backend *b, struct device *on_b,
                     uint64_t seed, int rounds, const char *what) {
  const struct random_limits limits = {4, 16, 14, 12, 64, 4, 400, true, false};
  struct random_stream stream = {seed};
  for (int r = 0; r < rounds; r++) {
    struct random_problem random;
    struct error err;
    random_problem_draw(&random, &stream, &limits);
    random_digits(&random, &stream);
    random_dynamic(&random, &stream);
    struct problem *problem = problem_create(&random.spec, &err);
    assert_non_null(problem);
    const uint32_t entries = (uint32_t)random_between(&stream, 2, 24);
    struct layers expected = layers_create(problem, entries, seed + (uint64_t)r);
    struct layers found = layers_create(problem, entries, seed + (uint64_t)r);
    if (!a->optimum(on_a, &expected.program, &err) || !b->optimum(on_b, &found.program, &err))
      fail_msg("%s: %s", what, err.text);
    if (memcmp(expected.program.best, found.program.best, expected.cells * sizeof(double)) != 0 ||
        memcmp(expected.program.from, found.program.from, expected.cells * sizeof(uint32_t)) != 0) {
      char text[512];
      fail_msg("%s: %s", what, random_restricted_text(&random, text, sizeof text));
    }
    layers_free(&expected);
    layers_free(&found);
    problem_free(problem);
    random_problem_release(&random);
  }
}
