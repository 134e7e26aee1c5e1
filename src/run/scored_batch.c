#include "run/scored_batch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "parallel.h"
#include "store/metric.h"

/* Designs of a batch, to be scored one by one on any thread. */
struct scoring {
  const struct point *points;
  struct scored_design *designs;
  size_t *point_of; /* per design: index into points */
  struct failure {
    bool failed;
    struct error err;
  } * failure; /* per thread: the last one */
};

static void score_design(void *context, size_t index, unsigned thread) {
  struct scoring *scoring = context;
  const struct point *point = &scoring->points[scoring->point_of[index]];
  struct scored_design *design = &scoring->designs[index];
  struct failure *failure = &scoring->failure[thread];
  evaluate(&point->spec, &design->design, &design->score);
  if (!cost_model(&point->spec, &design->design, &point->hardware, &design->cost, &failure->err))
    failure->failed = true;
}

/* Score and price `count` designs on threads. */
static bool score_designs(struct scoring *scoring, size_t count, unsigned threads, struct error *err) {
  scoring->failure = calloc(threads, sizeof *scoring->failure);
  if (scoring->failure == NULL)
    return error_memory(err, "designs");
  parallel_for(threads, count, score_design, scoring);
  bool ok = true;
  for (unsigned t = 0; t < threads; t++)
    if (scoring->failure[t].failed) {
      *err = scoring->failure[t].err;
      ok = false;
    }
  free(scoring->failure);
  return ok;
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
  for (size_t i = 0; i < batch->count; i++) {
    batch->points[i].design_count = answers[i].count;
    batch->points[i].evaluations = answers[i].evaluations;
    for (size_t d = 0; d < answers[i].count; d++) {
      batch->designs[n].design = answers[i].designs[d];
      point_of[n++] = i;
    }
  }
  return n;
}

/* The epochs in which the best came nearer, as errors; the last is that of the best design. */
static bool take_epochs(struct scored_point *scored, const struct search_answer *answer, double best,
                        struct error *err) {
  scored->steps = malloc(answer->epoch_count * sizeof *scored->steps);
  if (scored->steps == NULL)
    return error_memory(err, "convergence");
  double least = (double)INFINITY;
  for (size_t e = 0; e < answer->epoch_count; e++) {
    const struct search_epoch *epoch = &answer->epochs[e];
    /* Engines sum in single precision, and may come out below the best design. */
    const double error = fmax((double)(isnan(epoch->mse) ? epoch->fitness : epoch->mse), best);
    if (!(error < least))
      continue;
    scored->steps[scored->step_count++] = (struct convergence_step){answer->epochs[e].evaluations, error};
    least = error;
  }
  if (scored->step_count > 0)
    scored->steps[scored->step_count - 1].best = best;
  return true;
}

/* What follows from an answer once its designs are scored. */
static bool conclude(struct scored_point *scored, const struct point *point, const struct search_answer *answer,
                     const struct scored_design *designs, struct error *err) {
  if (answer->proof == SEARCH_PROVES_OPTIMUM)
    scored->optimum = (struct optimum){OPTIMUM_EXACT, design_error(&designs[0], point_metric(point))};
  if (answer->proof == SEARCH_PROVES_BOUND)
    scored->optimum = (struct optimum){OPTIMUM_BOUND, fmax(answer->bound, 0)};
  /* Populations do not see the output stage. */
  const bool judged = point->spec.output.bits == 0 && point_metric(point) == ERROR_MSE;
  return answer->epoch_count == 0 || !judged || take_epochs(scored, answer, designs[0].score.exact.mse, err);
}

static bool score_answers(struct scored_batch *batch, unsigned threads, const struct search_answer *answers,
                          struct error *err) {
  size_t total = 0;
  for (size_t i = 0; i < batch->count; i++)
    total += answers[i].count;
  batch->designs = calloc(total + 1, sizeof *batch->designs);
  size_t *point_of = malloc((total + 1) * sizeof *point_of);
  bool ok = batch->designs != NULL && point_of != NULL ? true : error_memory(err, "designs");
  if (ok) {
    struct scoring scoring = {batch->point, batch->designs, point_of, NULL};
    ok = score_designs(&scoring, gather(batch, answers, point_of), threads, err);
    for (size_t i = 0, first = 0; ok && i < batch->count; first += batch->points[i++].design_count) {
      rank_designs(batch->designs + first, batch->points[i].design_count);
      ok = conclude(&batch->points[i], &batch->point[i], &answers[i], batch->designs + first, err);
    }
  }
  free(point_of);
  return ok;
}

static int compare_numbers(const void *left, const void *right) {
  const size_t a = *(const size_t *)left, b = *(const size_t *)right;
  return (a > b) - (a < b);
}

/* The points of the slice, in order of the sweep, whatever the order of computing. */
static bool take_points(struct scored_batch *batch, const struct plan *plan) {
  const size_t count = batch->count;
  batch->number = malloc(count * sizeof *batch->number);
  batch->point = malloc(count * sizeof *batch->point);
  batch->points = calloc(count, sizeof *batch->points);
  if (batch->number == NULL || batch->point == NULL || batch->points == NULL)
    return false;
  for (size_t i = 0; i < count; i++)
    batch->number[i] = plan->point[batch->slice.first + i];
  qsort(batch->number, count, sizeof *batch->number, compare_numbers);
  for (size_t i = 0; i < count; i++)
    sweep_point(plan->sweep, batch->number[i], &batch->point[i]);
  return true;
}

bool scored_batch_compute(struct scored_batch *batch, const struct search_device *on, const struct plan *plan,
                          struct plan_slice slice, struct error *err) {
  *batch = (struct scored_batch){.slice = slice, .count = slice.count};
  struct search_request *requests = calloc(slice.count, sizeof *requests);
  struct search_answer *answers = malloc(slice.count * sizeof *answers);
  bool ok = requests != NULL && answers != NULL && take_points(batch, plan);
  if (!ok)
    (void)error_memory(err, "batch");
  for (size_t i = 0; ok && i < batch->count; i++)
    requests[i] = (struct search_request){&batch->point[i].spec, &batch->point[i].engine, batch->point[i].key};
  ok = ok && search_run(on, requests, batch->count, answers, &batch->seconds, err);
  if (ok) {
    ok = score_answers(batch, on->threads, answers, err);
    search_release(answers, batch->count);
  }
  free(requests);
  free(answers);
  if (!ok)
    scored_batch_release(batch);
  return ok;
}

void scored_batch_release(struct scored_batch *batch) {
  for (size_t i = 0; batch->points != NULL && i < batch->count; i++)
    free(batch->points[i].steps);
  free(batch->point);
  free(batch->number);
  free(batch->points);
  free(batch->designs);
  *batch = (struct scored_batch){.count = 0};
}

bool scored_batch_add(const struct scored_batch *batch, struct results *out, struct error *err) {
  size_t first = 0;
  for (size_t i = 0; i < batch->count; i++) {
    const struct scored_point *scored = &batch->points[i];
    if (!results_add(out, &batch->point[i], scored->evaluations, batch->designs + first, scored->design_count, err))
      return false;
    out->outcomes[out->point_count - 1].optimum = scored->optimum;
    if (scored->step_count > 0 && !results_add_convergence(out, scored->steps, scored->step_count, err))
      return false;
    first += scored->design_count;
  }
  return true;
}
