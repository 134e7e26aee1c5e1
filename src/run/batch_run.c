#include "run/batch_run.h"

#include <stdlib.h>

#include "parallel.h"

/* Designs of a batch, to be scored one by one on any thread. */
struct scoring {
  const struct point *const *points;
  struct scored_design *designs;
  size_t *point_of; /* per design: index into points */
};

static void score_design(void *context, size_t index, unsigned thread) {
  struct scoring *scoring = context;
  const struct point *point = scoring->points[scoring->point_of[index]];
  struct scored_design *design = &scoring->designs[index];
  (void)thread;
  evaluate(&point->spec, &design->design, &design->score);
  cost_model(&point->spec, &design->design, &point->hardware, &design->cost);
}

/* Insertion sort: few designs, and equal ones stay in order. */
static void rank_designs(struct scored_design *designs, size_t count) {
  for (size_t i = 1; i < count; i++)
    for (size_t j = i; j > 0 && designs[j].score.exact.mse < designs[j - 1].score.exact.mse; j--) {
      const struct scored_design swapped = designs[j];
      designs[j] = designs[j - 1];
      designs[j - 1] = swapped;
    }
  for (size_t i = 0; i < count; i++)
    designs[i].rank = (int)i;
}

static bool score_answers(unsigned threads, const struct point *const *points, size_t count,
                          const struct search_answer *answers, struct results *out, struct error *err) {
  size_t total = 0;
  for (size_t i = 0; i < count; i++)
    total += answers[i].count;
  struct scoring scoring = {points, calloc(total + 1, sizeof *scoring.designs),
                            malloc((total + 1) * sizeof *scoring.point_of)};
  bool ok = scoring.designs != NULL && scoring.point_of != NULL;
  if (!ok)
    (void)error_memory(err, "designs");
  size_t n = 0;
  for (size_t i = 0; ok && i < count; i++)
    for (size_t d = 0; d < answers[i].count; d++) {
      scoring.designs[n].design = answers[i].designs[d];
      scoring.point_of[n++] = i;
    }
  if (ok)
    parallel_for(threads, total, score_design, &scoring);
  n = 0;
  for (size_t i = 0; ok && i < count; i++) {
    rank_designs(scoring.designs + n, answers[i].count);
    ok =
        results_add(out, points[i], engine_evaluations(&points[i]->engine), scoring.designs + n, answers[i].count, err);
    n += answers[i].count;
  }
  free(scoring.designs);
  free(scoring.point_of);
  return ok;
}

bool batch_run(const struct search_device *on, const struct point *const *points, size_t count, struct results *out,
               struct error *err) {
  struct search_request *requests = calloc(count, sizeof *requests);
  struct search_answer *answers = malloc(count * sizeof *answers);
  bool ok = requests != NULL && answers != NULL;
  if (!ok)
    (void)error_memory(err, "batch");
  for (size_t i = 0; ok && i < count; i++)
    requests[i] = (struct search_request){&points[i]->spec, &points[i]->engine, points[i]->key};
  if (ok && search_run(on, requests, count, answers, err)) {
    ok = score_answers(on->threads, points, count, answers, out, err);
    search_release(answers, count);
  } else {
    ok = false;
  }
  free(requests);
  free(answers);
  return ok;
}
