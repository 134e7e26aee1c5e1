/* Answers depend on the request and its key, and on nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "reference/random_problem.h"
#include "search/islands.h"
#include "search/search.h"

enum { POINTS = 9, ENTRIES = 7 };

/* Points of several problems and settings that may share a batch. */
struct fixture {
  struct random_problem random[POINTS];
  struct engine_settings settings;
  struct search_request requests[POINTS];
};

static struct fixture *fixture_create(uint64_t seed) {
  struct fixture *fixture = calloc(1, sizeof *fixture);
  assert_non_null(fixture);
  const struct random_limits limits = {4, 8, 10, 8, 12, 4, 300, true, false};
  struct random_stream stream = {seed};
  fixture->settings = engine_defaults(&islands_engine);
  fixture->settings.value[ISLANDS_GENERATIONS] = 60;
  fixture->settings.value[ISLANDS_EPOCH] = 17;
  fixture->settings.value[ISLANDS_COUNT] = 5;
  fixture->settings.value[ISLANDS_POPULATION] = 48;
  for (size_t i = 0; i < POINTS; i++) {
    random_problem_draw(&fixture->random[i], &stream, &limits);
    fixture->random[i].spec.entries = ENTRIES;
    /* Every third point poses the problem of the one before, under a key of its own. */
    const struct spec *spec = &fixture->random[i % 3 == 2 ? i - 1 : i].spec;
    fixture->requests[i] = (struct search_request){spec, &fixture->settings, random_bits(&stream)};
  }
  return fixture;
}

static void fixture_free(struct fixture *fixture) {
  for (size_t i = 0; i < POINTS; i++)
    random_problem_release(&fixture->random[i]);
  free(fixture);
}

static void search(unsigned threads, const struct search_request *requests, size_t count,
                   struct search_answer *answers) {
  struct error err;
  double seconds = 0;
  struct device *device = cpu_backend.open(0, threads, &err);
  assert_non_null(device);
  const struct search_device on = {.backend = &cpu_backend, .device = device, .threads = threads};
  if (!search_run(&on, requests, count, answers, &seconds, &err))
    fail_msg("%s", err.text);
  cpu_backend.close(device);
}

static bool same(const struct search_answer *a, const struct search_answer *b) {
  return a->count == b->count && memcmp(a->designs, b->designs, a->count * sizeof *a->designs) == 0;
}

static void test_threads(void **state) {
  (void)state;
  struct fixture *fixture = fixture_create(1);
  struct search_answer one[POINTS], other[POINTS];
  static const unsigned threads[] = {2, 3, 7};
  search(1, fixture->requests, POINTS, one);
  for (size_t t = 0; t < sizeof threads / sizeof threads[0]; t++) {
    search(threads[t], fixture->requests, POINTS, other);
    for (size_t i = 0; i < POINTS; i++)
      assert_true(same(&one[i], &other[i]));
    search_release(other, POINTS);
  }
  search_release(one, POINTS);
  fixture_free(fixture);
}

/* Alone, in reverse order, in part: the same answers. */
static void test_batches(void **state) {
  (void)state;
  struct fixture *fixture = fixture_create(2);
  struct search_answer all[POINTS], other[POINTS];
  struct search_request reversed[POINTS];
  search(2, fixture->requests, POINTS, all);
  for (size_t i = 0; i < POINTS; i++) {
    reversed[i] = fixture->requests[POINTS - 1 - i];
    search(1, &fixture->requests[i], 1, other);
    assert_true(same(&all[i], &other[0]));
    search_release(other, 1);
  }
  search(2, reversed, POINTS, other);
  for (size_t i = 0; i < POINTS; i++)
    assert_true(same(&all[i], &other[POINTS - 1 - i]));
  search_release(other, POINTS);
  search(2, &fixture->requests[3], 4, other);
  for (size_t i = 0; i < 4; i++)
    assert_true(same(&all[3 + i], &other[i]));
  search_release(other, 4);
  search_release(all, POINTS);
  fixture_free(fixture);
}

/* Both halves of the key count. */
static void test_keys(void **state) {
  (void)state;
  struct fixture *fixture = fixture_create(3);
  struct spec spec = *fixture->requests[0].spec;
  spec = (struct spec){.function = function_find("gelu"),
                       .in_bits = 8,
                       .scales = {2, {0.0625, 0.03125}},
                       .slope = {8, 6},
                       .intercept = {8, 6},
                       .entries = 16};
  fixture->settings.value[ISLANDS_GENERATIONS] = 3;
  struct search_request requests[4];
  struct search_answer answers[4];
  static const uint64_t key[4] = {5, 6, UINT64_C(5) | UINT64_C(1) << 32, 5};
  for (size_t i = 0; i < 4; i++)
    requests[i] = (struct search_request){&spec, &fixture->settings, key[i]};
  search(2, requests, 4, answers);
  assert_false(same(&answers[0], &answers[1]));
  assert_false(same(&answers[0], &answers[2]));
  assert_false(same(&answers[1], &answers[2]));
  assert_true(same(&answers[0], &answers[3]));
  search_release(answers, 4);
  fixture_free(fixture);
}

/* The designs of an answer differ from one another. */
static void test_distinct(void **state) {
  (void)state;
  struct fixture *fixture = fixture_create(4);
  struct search_answer answers[POINTS];
  search(2, fixture->requests, POINTS, answers);
  for (size_t i = 0; i < POINTS; i++)
    for (size_t a = 0; a < answers[i].count; a++)
      for (size_t b = 0; b < a; b++)
        assert_memory_not_equal(answers[i].designs[a].breakpoint, answers[i].designs[b].breakpoint,
                                (ENTRIES - 1) * sizeof(int32_t));
  search_release(answers, POINTS);
  fixture_free(fixture);
}

static void test_batchable(void **state) {
  (void)state;
  struct fixture *fixture = fixture_create(5);
  struct search_request a = fixture->requests[0], b = fixture->requests[1];
  assert_true(search_batchable(&a, &b));
  struct spec larger = *b.spec;
  larger.entries++;
  b.spec = &larger;
  assert_false(search_batchable(&a, &b));
  b = fixture->requests[1];
  struct engine_settings other = fixture->settings;
  other.value[ISLANDS_REDRAW] = 0.25;
  b.settings = &other;
  assert_false(search_batchable(&a, &b));
  fixture_free(fixture);
}

/* A function without a value fails the batch with a message, and leaks nothing. */
static void test_failure(void **state) {
  (void)state;
  struct fixture *fixture = fixture_create(6);
  struct function broken = *function_find("log");
  broken.lo = -1;
  struct spec spec = *fixture->requests[4].spec;
  spec.function = &broken;
  fixture->requests[4].spec = &spec;
  struct error err;
  double seconds = 0;
  struct device *device = cpu_backend.open(0, 2, &err);
  assert_non_null(device);
  const struct search_device on = {.backend = &cpu_backend, .device = device, .threads = 2};
  struct search_answer answers[POINTS];
  spec.scales = (struct scale_set){1, {0.125}};
  assert_false(search_run(&on, fixture->requests, POINTS, answers, &seconds, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_non_null(strstr(err.text, "log"));
  cpu_backend.close(device);
  fixture_free(fixture);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_threads),   cmocka_unit_test(test_batches),
                                     cmocka_unit_test(test_keys),      cmocka_unit_test(test_distinct),
                                     cmocka_unit_test(test_batchable), cmocka_unit_test(test_failure)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
