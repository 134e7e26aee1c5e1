#include "search/uniform.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/restriction.h"
#include "parallel.h"

static uint64_t evaluations(const struct engine_settings *settings, int entries) {
  (void)settings;
  (void)entries;
  return 1;
}

/* Boundaries of equal steps over the domain, or over its upper half: each breakpoint the candidate nearest to it. */
static void equal_boundaries(const struct spec *spec, const struct problem *problem, uint32_t *boundary) {
  const double finest = scale_set_finest(&spec->scales), low = problem->mirrored ? 0 : spec->function->lo;
  const int entries = restriction_stored_entries(spec);
  const double step = (spec->function->hi - low) / entries;
  for (int i = 1; i < entries; i++) {
    const double nearest = rint((low + i * step) / finest) - problem->first_candidate + 1;
    boundary[i - 1] = (uint32_t)fmin(fmax(nearest, 1), problem->line.bounds - 2);
  }
}

struct work {
  const struct search_request *requests;
  struct search_answer *answers;
  struct error *errors;
};

static void make_design(void *context, size_t index, unsigned thread) {
  const struct work *work = context;
  const struct spec *spec = work->requests[index].spec;
  struct search_answer *answer = &work->answers[index];
  uint32_t boundary[ENTRIES_MAX];
  (void)thread;
  struct problem *problem = problem_create(spec, &work->errors[index]);
  struct design *design = malloc(sizeof *design);
  if (problem != NULL && design == NULL)
    (void)error_memory(&work->errors[index], "designs");
  if (problem != NULL && design != NULL) {
    equal_boundaries(spec, problem, boundary);
    problem_design(problem, boundary, restriction_stored_entries(spec), design);
    *answer = (struct search_answer){.count = 1, .designs = design, .evaluations = 1};
  } else {
    free(design);
  }
  problem_free(problem);
}

static bool run(const struct search_device *on, const struct search_request *requests, size_t count,
                struct search_answer *answers, double *seconds, struct error *err) {
  memset(answers, 0, count * sizeof *answers);
  *seconds = 0;
  struct work work = {requests, answers, calloc(count, sizeof *work.errors)};
  if (work.errors == NULL)
    return error_memory(err, "designs");
  parallel_for(on->threads, count, make_design, &work);
  bool ok = true;
  for (size_t i = 0; ok && i < count; i++)
    if (answers[i].count == 0) {
      *err = work.errors[i];
      ok = false;
    }
  if (!ok)
    search_release(answers, count);
  free(work.errors);
  return ok;
}

const struct engine_description uniform_engine = {.name = "uniform",
                                                  .help = "equal segments without any search; lines solved exactly",
                                                  .evaluations = evaluations,
                                                  .run = run};
