#include "batch_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "reference/random_restriction.h"

static struct island_settings draw_settings(struct random_stream *stream, int entries_max) {
  const uint32_t redraw = (uint32_t)random_between(stream, 0, 90);
  return (struct island_settings){.entries = (uint32_t)random_between(stream, 2, entries_max),
                                  .islands = (uint32_t)random_between(stream, 1, 8),
                                  .population = 16 * (uint32_t)random_between(stream, 1, 4),
                                  .generations = (uint32_t)random_between(stream, 1, 40),
                                  .epoch = (uint32_t)random_between(stream, 1, 9),
                                  .alone = (uint32_t)random_between(stream, 0, 4),
                                  .agree = (uint32_t)random_between(stream, 0, 8),
                                  .patience = (uint32_t)random_between(stream, 0, 3),
                                  .redraw = redraw,
                                  .round = redraw + (uint32_t)random_between(stream, 0, 90)};
}

void batch_fixture_create(struct batch_fixture *fixture, struct random_stream *stream,
                          const struct random_limits *limits) {
  memset(fixture, 0, sizeof *fixture);
  for (size_t p = 0; p < FIXTURE_PROBLEMS; p++) {
    struct error err;
    random_problem_draw(&fixture->random[p], stream, limits);
    random_digits(&fixture->random[p], stream);
    random_dynamic(&fixture->random[p], stream);
    fixture->problems[p] = problem_create(&fixture->random[p].spec, &err);
    if (fixture->problems[p] == NULL)
      fail_msg("%s", err.text);
  }
  for (size_t i = 0; i < FIXTURE_POINTS; i++) {
    fixture->problem_of[i] = (uint32_t)random_between(stream, 0, FIXTURE_PROBLEMS - 1);
    fixture->key[i] = random_bits(stream);
  }
  fixture->batch = (struct batch){.settings = draw_settings(stream, limits->entries_max),
                                  .problem_count = FIXTURE_PROBLEMS,
                                  .problems = (const struct problem *const *)fixture->problems,
                                  .point_count = FIXTURE_POINTS,
                                  .problem_of = fixture->problem_of,
                                  .key = fixture->key};
}

void batch_fixture_free(struct batch_fixture *fixture) {
  for (size_t p = 0; p < FIXTURE_PROBLEMS; p++) {
    problem_free(fixture->problems[p]);
    random_problem_release(&fixture->random[p]);
  }
}

static size_t islands_of(const struct batch *batch) { return batch->point_count * batch->settings.islands; }

struct batch_result batch_result_create(const struct batch *batch) {
  const size_t islands = islands_of(batch);
  const struct batch_result result = {
      calloc(islands * (batch->settings.entries - 1), sizeof *result.boundaries),
      calloc(islands, sizeof *result.fitness), calloc(batch->point_count, sizeof *result.evaluations),
      calloc(batch->point_count * island_epochs(&batch->settings), sizeof *result.history)};
  assert_non_null(result.boundaries);
  assert_non_null(result.fitness);
  assert_non_null(result.evaluations);
  assert_non_null(result.history);
  return result;
}

void batch_result_free(struct batch_result *result) {
  free(result->boundaries);
  free(result->fitness);
  free(result->evaluations);
  free(result->history);
}

/* Bits, so that zeros of either sign and not-a-numbers differ. */
static uint32_t bits_of(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

void batch_result_compare(const struct batch *batch, const struct batch_result *a, const struct batch_result *b,
                          const char *what) {
  const size_t genes = batch->settings.entries - 1;
  for (size_t i = 0; i < islands_of(batch); i++) {
    if (bits_of(a->fitness[i]) != bits_of(b->fitness[i]))
      fail_msg("%s: island %zu: fitness %.9g and %.9g", what, i, (double)a->fitness[i], (double)b->fitness[i]);
    if (memcmp(a->boundaries + i * genes, b->boundaries + i * genes, genes * sizeof *a->boundaries) != 0)
      fail_msg("%s: island %zu: boundaries differ", what, i);
  }
  const size_t epochs = island_epochs(&batch->settings);
  for (size_t i = 0; batch->work == BATCH_SEARCH && i < batch->point_count; i++) {
    assert_int_equal(a->evaluations[i], b->evaluations[i]);
    for (size_t e = 0; e < epochs; e++)
      assert_int_equal(bits_of(a->history[i * epochs + e]), bits_of(b->history[i * epochs + e]));
  }
}
