#include "run/scored_batch.h"

#include <stdlib.h>
#include <string.h>

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

/* Copy the answers' designs into one array, and say whose each is. */
static size_t gather(struct scored_batch *batch, const struct search_answer *answers, size_t *point_of) {
  size_t n = 0;
  for (size_t i = 0; i < batch->slice.count; i++) {
    batch->design_count[i] = answers[i].count;
    batch->evaluations[i] = answers[i].evaluations;
    for (size_t d = 0; d < answers[i].count; d++) {
      batch->designs[n].design = answers[i].designs[d];
      point_of[n++] = i;
    }
  }
  return n;
}

static bool score_answers(struct scored_batch *batch, unsigned threads, const struct search_answer *answers,
                          struct error *err) {
  size_t total = 0;
  for (size_t i = 0; i < batch->slice.count; i++)
    total += answers[i].count;
  batch->designs = calloc(total + 1, sizeof *batch->designs);
  size_t *point_of = malloc((total + 1) * sizeof *point_of);
  const bool ok = batch->designs != NULL && point_of != NULL ? true : error_memory(err, "designs");
  if (ok) {
    struct scoring scoring = {batch->slice.point, batch->designs, point_of};
    parallel_for(threads, gather(batch, answers, point_of), score_design, &scoring);
    for (size_t i = 0, first = 0; i < batch->slice.count; first += batch->design_count[i++])
      rank_designs(batch->designs + first, batch->design_count[i]);
  }
  free(point_of);
  return ok;
}

bool scored_batch_compute(struct scored_batch *batch, const struct search_device *on, struct plan_slice slice,
                          struct error *err) {
  memset(batch, 0, sizeof *batch);
  batch->slice = slice;
  batch->design_count = calloc(slice.count, sizeof *batch->design_count);
  batch->evaluations = calloc(slice.count, sizeof *batch->evaluations);
  struct search_request *requests = calloc(slice.count, sizeof *requests);
  struct search_answer *answers = malloc(slice.count * sizeof *answers);
  bool ok = batch->design_count != NULL && batch->evaluations != NULL && requests != NULL && answers != NULL;
  if (!ok)
    (void)error_memory(err, "batch");
  for (size_t i = 0; ok && i < slice.count; i++)
    requests[i] = (struct search_request){&slice.point[i]->spec, &slice.point[i]->engine, slice.point[i]->key};
  ok = ok && search_run(on, requests, slice.count, answers, &batch->seconds, err);
  if (ok) {
    ok = score_answers(batch, on->threads, answers, err);
    search_release(answers, slice.count);
  }
  free(requests);
  free(answers);
  if (!ok)
    scored_batch_release(batch);
  return ok;
}

void scored_batch_release(struct scored_batch *batch) {
  free(batch->design_count);
  free(batch->evaluations);
  free(batch->designs);
  batch->design_count = NULL;
  batch->evaluations = NULL;
  batch->designs = NULL;
}

bool scored_batch_add(const struct scored_batch *batch, struct results *out, struct error *err) {
  size_t first = 0;
  for (size_t i = 0; i < batch->slice.count; i++) {
    const struct point *point = batch->slice.point[i];
    if (!results_add(out, point, batch->evaluations[i], batch->designs + first, batch->design_count[i], err))
      return false;
    first += batch->design_count[i];
  }
  return true;
}
