#include "baseline_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "reference/random_problem.h"
#include "search/gade.h"
#include "search/gqa.h"
#include "search/nnlut.h"
#include "search/sample_table.h"

enum { TABLES = 2, POINTS = 5, SHARED = 2 * BASELINE_QUANTILES };

static const struct baseline_rules *const rules[BASELINE_KINDS] = {
    [BASELINE_GQA] = &gqa_rules, [BASELINE_GADE] = &gade_rules, [BASELINE_NNLUT] = &nnlut_rules};
static const struct engine_description *const engines[BASELINE_KINDS] = {
    [BASELINE_GQA] = &gqa_engine, [BASELINE_GADE] = &gade_engine, [BASELINE_NNLUT] = &nnlut_engine};

/* A random batch, and room for what it comes to. */
struct fixture {
  struct random_problem problem[TABLES];
  struct baseline_table table[TABLES];
  const struct baseline_table *listed[TABLES];
  uint32_t table_of[POINTS];
  uint64_t key[POINTS];
  double *shared;
  struct baseline_batch batch;
};

static void draw_training(struct engine_settings *settings, struct random_stream *stream) {
  settings->value[NNLUT_STEPS] = random_between(stream, 1, 200);
  settings->value[NNLUT_RATE] = random_real(stream, 0.001, 0.1);
  settings->value[NNLUT_SCHEDULE] = random_between(stream, 0, 2);
  settings->value[NNLUT_SAMPLES] = random_between(stream, 256, 2000);
  settings->value[NNLUT_RESTARTS] = random_between(stream, 1, random_between(stream, 1, 70));
  settings->value[NNLUT_BIAS] = random_between(stream, 0, 1);
}

static void draw_parameters(struct engine_settings *settings, struct random_stream *stream) {
  if (settings->engine == &nnlut_engine) {
    draw_training(settings, stream);
    return;
  }
  settings->value[0] = random_between(stream, 16, 70);
  settings->value[1] = random_between(stream, 1, 12);
  if (settings->engine != &gqa_engine)
    return;
  settings->value[GQA_CROSSOVER] = random_real(stream, 0, 1);
  settings->value[GQA_MUTATION_RATE] = random_real(stream, 0, 1);
  settings->value[GQA_TOURNAMENT] = random_between(stream, 1, 9);
  settings->value[GQA_MUTATION] = random_between(stream, 0, 2);
}

static void set_batch(struct fixture *fixture, const struct baseline_rules *by, const struct engine_settings *settings,
                      int entries) {
  baseline_parameters parameters = by->parameters(settings, entries);
  parameters.kind = by->kind;
  parameters.epoch = (parameters.generations + 2) / 3;
  parameters.epochs = (parameters.generations + parameters.epoch - 1) / parameters.epoch;
  parameters.cauchy = BASELINE_QUANTILES;
  parameters.schedule = SHARED;
  fixture->shared = malloc((SHARED + parameters.generations) * sizeof *fixture->shared);
  assert_non_null(fixture->shared);
  normal_quantiles(fixture->shared);
  cauchy_quantiles(fixture->shared + BASELINE_QUANTILES);
  for (u32 g = 0; g < parameters.generations; g++)
    fixture->shared[SHARED + g] = by->schedule != NULL ? by->schedule(settings, g) : 0;
  fixture->batch = (struct baseline_batch){.parameters = parameters,
                                           .shared_count = SHARED + parameters.generations,
                                           .shared = fixture->shared,
                                           .table_count = TABLES,
                                           .tables = fixture->listed,
                                           .point_count = POINTS,
                                           .table_of = fixture->table_of,
                                           .key = fixture->key};
}

static void fixture_create(struct fixture *fixture, struct random_stream *stream, enum baseline_kind kind) {
  const struct random_limits limits = {4, 16, 12, 12, 64, 4, 300, true, false};
  const int entries = random_between(stream, 2, random_between(stream, 2, 64));
  struct engine_settings settings = engine_defaults(engines[kind]);
  draw_parameters(&settings, stream);
  for (int t = 0; t < TABLES; t++) {
    struct error err;
    random_problem_draw(&fixture->problem[t], stream, &limits);
    struct spec *spec = &fixture->problem[t].spec;
    spec->entries = entries;
    if (random_between(stream, 0, 1) == 0 && spec->slope.bits > 3)
      spec->slope_significant = random_between(stream, 2, spec->slope.bits - 1);
    if (!rules[kind]->tabulate(&fixture->table[t], spec, &settings, &err))
      fail_msg("%s", err.text);
    fixture->listed[t] = &fixture->table[t];
  }
  for (int i = 0; i < POINTS; i++) {
    fixture->table_of[i] = (uint32_t)random_between(stream, 0, TABLES - 1);
    fixture->key[i] = random_bits(stream);
  }
  set_batch(fixture, rules[kind], &settings, entries);
}

static void fixture_free(struct fixture *fixture) {
  for (int t = 0; t < TABLES; t++) {
    sample_table_free(&fixture->table[t]);
    random_problem_release(&fixture->problem[t]);
  }
  free(fixture->shared);
}

/* The bytes of a result's three arrays. */
struct sizes {
  size_t answers, history, spent;
};

static struct sizes sizes_of(const struct baseline_batch *batch) {
  const size_t epochs = POINTS * (size_t)batch->parameters.epochs;
  return (struct sizes){epochs * BASELINE_ANSWER((size_t)batch->parameters.entries) * sizeof(double),
                        epochs * sizeof(double), epochs * sizeof(uint64_t)};
}

static struct baseline_result result_create(const struct baseline_batch *batch) {
  const struct sizes sizes = sizes_of(batch);
  const struct baseline_result result = {malloc(sizes.answers), malloc(sizes.history), malloc(sizes.spent)};
  assert_true(result.answers != NULL && result.history != NULL && result.spent != NULL);
  return result;
}

static struct baseline_result run(const struct backend *backend, struct device *device,
                                  const struct baseline_batch *batch, const char *what) {
  struct baseline_result result = result_create(batch);
  struct error err;
  if (!backend->baseline(device, batch, &result, &err))
    fail_msg("%s: %s", what, err.text);
  return result;
}

static void result_free(struct baseline_result *result) {
  free(result->answers);
  free(result->history);
  free(result->spent);
}

void baseline_compare(const struct backend *a, struct device *on_a, const struct backend *b, struct device *on_b,
                      uint64_t seed, int rounds, const char *what) {
  struct random_stream stream = {seed};
  for (int r = 0; r < rounds * BASELINE_KINDS; r++) {
    const enum baseline_kind kind = (enum baseline_kind)(r % BASELINE_KINDS);
    struct fixture fixture;
    fixture_create(&fixture, &stream, kind);
    const struct sizes sizes = sizes_of(&fixture.batch);
    struct baseline_result expected = run(a, on_a, &fixture.batch, what);
    struct baseline_result found = run(b, on_b, &fixture.batch, what);
    if (memcmp(expected.answers, found.answers, sizes.answers) != 0 ||
        memcmp(expected.history, found.history, sizes.history) != 0 ||
        memcmp(expected.spent, found.spent, sizes.spent) != 0) {
      char text[512];
      fail_msg("%s: %s: %s and another", what, engines[kind]->name,
               random_problem_text(&fixture.problem[0], text, sizeof text));
    }
    result_free(&expected);
    result_free(&found);
    fixture_free(&fixture);
  }
}

void baseline_check_fails(const struct backend *backend, struct device *device, uint64_t seed, const char *says) {
  struct random_stream stream = {seed};
  struct fixture fixture;
  struct error err = {.text = ""};
  fixture_create(&fixture, &stream, BASELINE_GQA);
  struct baseline_result result = result_create(&fixture.batch);
  assert_false(backend->baseline(device, &fixture.batch, &result, &err));
  assert_int_equal(err.kind, ERROR_DEVICE);
  if (strstr(err.text, says) == NULL)
    fail_msg("'%s' says nothing of %s", err.text, says);
  result_free(&result);
  fixture_free(&fixture);
}
