/* What a baseline's search came to: its design, and how far it was on the way there. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/evaluate.h"
#include "search/baselines.h"

/* What a point would have been answered with, epoch by epoch. */
struct course {
  const struct search_request *request;
  const struct baseline_result *result;
  size_t entries, epochs;
};

static const double *found_at(const struct course *course, size_t epoch) {
  return course->result->answers + epoch * BASELINE_ANSWER(course->entries);
}

static void design_at(const struct course *course, size_t epoch, struct design *design) {
  const double *found = found_at(course, epoch);
  baselines_design(course->request->spec, found + 1, found + course->entries, found + 2 * course->entries, design);
}

static double error_at(const struct course *course, size_t epoch) {
  struct design design;
  struct score score;
  design_at(course, epoch, &design);
  evaluate(course->request->spec, &design, &score);
  return score.exact.mse;
}

/*
 * A baseline minimises an error of its own: what counts on the way is the error of the design, as at the end. Where
 * designs are judged by another error nobody asks for it.
 */
static void fill_epochs(const struct course *course, struct search_epoch *epoch) {
  const bool judged = engine_goal(course->request->settings).objective == EXACT_MSE;
  const size_t bytes = BASELINE_ANSWER(course->entries) * sizeof(double);
  for (size_t e = 0; e < course->epochs; e++) {
    epoch[e] = (struct search_epoch){course->result->spent[e], (float)course->result->history[e], NAN};
    if (!judged)
      continue;
    const bool same = e > 0 && memcmp(found_at(course, e), found_at(course, e - 1), bytes) == 0;
    epoch[e].mse = same ? epoch[e - 1].mse : (float)error_at(course, e);
  }
}

bool baselines_answer(const struct search_request *request, const struct baseline_result *result, size_t epochs,
                      struct search_answer *answer) {
  const struct course course = {request, result, (size_t)request->spec->entries, epochs};
  answer->designs = malloc(sizeof *answer->designs);
  answer->epochs = malloc(epochs * sizeof *answer->epochs);
  if (answer->designs == NULL || answer->epochs == NULL)
    return false;
  design_at(&course, epochs - 1, &answer->designs[0]);
  fill_epochs(&course, answer->epochs);
  answer->count = 1;
  answer->epoch_count = epochs;
  answer->evaluations = result->spent[epochs - 1];
  return true;
}
