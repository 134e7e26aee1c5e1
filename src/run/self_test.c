#include "run/self_test.h"

#include <string.h>

#include "run/known_answers.h"

static struct spec self_test_spec(void) {
  /* hswish takes only + * and /, so that its table is the same with every mathematical library. */
  return (struct spec){.function = function_find("hswish"),
                       .in_bits = 6,
                       .scales = {.count = 2, .scale = {0.375, 0.125}},
                       .slope = {7, 5},
                       .intercept = {6, 4},
                       .tails = TAILS_ASYMPTOTE,
                       .entries = KNOWN_ENTRIES};
}

static bool test_pieces(const struct search_device *on, const struct problem *problem, struct error *err) {
  uint32_t word[KNOWN_DRAWS][4];
  line_fit fit[KNOWN_LINES];
  const struct probe probe = {problem, KNOWN_DRAWS, known_counters, word, KNOWN_LINES, known_runs, fit};
  if (!on->backend->probe(on->device, &probe, err))
    return false;
  for (int i = 0; i < KNOWN_DRAWS; i++)
    if (memcmp(word[i], known_words[i], sizeof word[i]) != 0)
      return error_set(err, ERROR_DEVICE, "self-test: random draw %d is wrong; the device is not used", i);
  for (int i = 0; i < KNOWN_LINES; i++)
    if (fit[i].slope != known_lines[i].slope || fit[i].intercept != known_lines[i].intercept ||
        fit[i].cost != known_lines[i].cost)
      return error_set(err, ERROR_DEVICE, "self-test: solved line %d is wrong; the device is not used", i);
  return true;
}

static bool test_search(const struct search_device *on, const struct problem *problem, struct error *err) {
  const uint32_t problem_of = 0;
  const uint64_t key = UINT64_C(0x9e3779b97f4a7c15);
  const struct batch batch = {.settings = {.entries = KNOWN_ENTRIES,
                                           .islands = KNOWN_ISLANDS,
                                           .population = 16,
                                           .generations = 4,
                                           .epoch = 2,
                                           .alone = 1,
                                           .patience = 1,
                                           .redraw = 48,
                                           .round = 96},
                              .problem_count = 1,
                              .problems = &problem,
                              .point_count = 1,
                              .problem_of = &problem_of,
                              .key = &key};
  uint32_t boundaries[KNOWN_ISLANDS][KNOWN_ENTRIES - 1];
  float fitness[KNOWN_ISLANDS];
  struct batch_result result = {.boundaries = boundaries[0], .fitness = fitness};
  if (!on->backend->run(on->device, &batch, &result, err))
    return false;
  for (int i = 0; i < KNOWN_ISLANDS; i++)
    if (memcmp(boundaries[i], known_boundaries[i], sizeof boundaries[i]) != 0 || fitness[i] != known_fitness[i])
      return error_set(err, ERROR_DEVICE, "self-test: island %d of a small search is wrong; the device is not used", i);
  return true;
}

bool self_test(const struct search_device *on, struct error *err) {
  const struct spec spec = self_test_spec();
  struct problem *problem = problem_create(&spec, err);
  if (problem == NULL)
    return false;
  const bool ok = test_pieces(on, problem, err) && test_search(on, problem, err);
  problem_free(problem);
  return ok;
}
