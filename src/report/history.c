#include "report/history.h"

#include <math.h>
#include <stdlib.h>

/* More corners of a line cannot be seen. */
enum { CORNERS_MAX = 400 };

/* Searches of one method, as step functions that are walked together. */
struct walk {
  const struct study *study;
  size_t count;
  size_t *point, *step; /* owned; of each search: its point, and its latest step so far */
  double *value;        /* owned; room for sorting */
};

static size_t steps_of(const struct walk *walk, size_t i) {
  return walk->study->results->outcomes[walk->point[i]].step_count;
}

static const struct convergence_step *step_of(const struct walk *walk, size_t i, size_t step) {
  return &walk->study->results->steps[walk->study->results->outcomes[walk->point[i]].first_step + step];
}

static void walk_free(struct walk *walk) {
  free(walk->point);
  free(walk->step);
  free(walk->value);
}

/* The searches that have a history of errors like those of the study. What there is is freed in any case. */
static bool walk_begin(struct walk *walk, const struct study *study, const struct study_setting *setting, int entries,
                       size_t method, struct error *err) {
  size_t places = 0;
  const struct study_place *const place = study_places(study, setting, entries, method, &places);
  *walk = (struct walk){.study = study};
  walk->point = malloc((places + 1) * sizeof *walk->point);
  walk->step = malloc((places + 1) * sizeof *walk->step);
  walk->value = malloc((places + 1) * sizeof *walk->value);
  if (walk->point == NULL || walk->step == NULL || walk->value == NULL)
    return error_memory(err, "a figure");
  for (size_t i = 0; i < places; i++)
    if ((i == 0 || place[i].key != place[i - 1].key) && study->results->outcomes[place[i].point].step_count > 0 &&
        point_metric(&study->results->points[place[i].point]) == study->error) {
      walk->point[walk->count] = place[i].point;
      walk->step[walk->count++] = 0;
    }
  return true;
}

/* The next number of evaluations at which a search takes a step; INFINITY: none does. */
static double next_step(const struct walk *walk) {
  double next = INFINITY;
  for (size_t i = 0; i < walk->count; i++)
    if (walk->step[i] + 1 < steps_of(walk, i))
      next = fmin(next, (double)step_of(walk, i, walk->step[i] + 1)->evaluations);
  return next;
}

static void advance(const struct walk *walk, double evaluations) {
  for (size_t i = 0; i < walk->count; i++)
    while (walk->step[i] + 1 < steps_of(walk, i) &&
           (double)step_of(walk, i, walk->step[i] + 1)->evaluations <= evaluations)
      walk->step[i]++;
}

static int compare_doubles(const void *left, const void *right) {
  const double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static double median(const struct walk *walk) {
  for (size_t i = 0; i < walk->count; i++)
    walk->value[i] = step_of(walk, i, walk->step[i])->best;
  qsort(walk->value, walk->count, sizeof *walk->value, compare_doubles);
  return (walk->value[(walk->count - 1) / 2] + walk->value[walk->count / 2]) / 2;
}

/* When all searches have begun. */
static double beginning(const struct walk *walk) {
  double evaluations = walk->count == 0 ? INFINITY : 1;
  for (size_t i = 0; i < walk->count; i++)
    evaluations = fmax(evaluations, (double)step_of(walk, i, 0)->evaluations);
  return evaluations;
}

bool history_line(const struct study *study, const struct study_setting *setting, int entries, size_t method,
                  history_corner *take, void *context, struct error *err) {
  struct walk walk;
  if (!walk_begin(&walk, study, setting, entries, method, err)) {
    walk_free(&walk);
    return false;
  }
  /* Corners are a little apart. */
  const double spacing = pow(1e12, 1.0 / CORNERS_MAX);
  double told_at = 0, told = (double)NAN, at = beginning(&walk), last = (double)NAN;
  while (isfinite(at)) {
    advance(&walk, at);
    const double error = median(&walk);
    if (error != told && isfinite(error) && at >= told_at * spacing) {
      take(context, at, error);
      told_at = at;
      told = error;
    }
    last = at;
    at = next_step(&walk);
  }
  const double end = study_cell(study, setting, entries, method).evaluations;
  last = isfinite(last) && end > last ? end : last;
  if (isfinite(last) && last > told_at)
    take(context, last, median(&walk));
  walk_free(&walk);
  return true;
}
