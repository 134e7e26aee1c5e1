#include "store/results.h"

#include <stdlib.h>
#include <string.h>

#include "store/point_index.h"
#include "store/results_push.h"

void results_init(struct results *results) { *results = (struct results){0}; }

void results_release(struct results *results) {
  for (size_t f = 0; f < results->function_count; f++)
    function_release(&results->functions[f]);
  for (size_t w = 0; w < results->weight_count; w++)
    weight_release(&results->weights[w]);
  if (results->index != NULL)
    point_index_release(results->index);
  free(results->index);
  free(results->sweep_text);
  free(results->functions);
  free(results->weights);
  free(results->points);
  free(results->outcomes);
  free(results->designs);
  free(results->steps);
  free(results->fronts);
  free(results->ranges);
  free(results->synthesised);
  free(results->runs);
  results_init(results);
}

static bool same_function(const struct function *a, const struct function *b) {
  return strcmp(a->name, b->name) == 0 && function_hash(a) == function_hash(b);
}

size_t results_find_function(const struct results *results, const struct function *function) {
  for (size_t f = 0; f < results->function_count; f++)
    if (same_function(&results->functions[f], function))
      return f;
  return SIZE_MAX;
}

bool results_intern_function(struct results *results, const struct function *function, size_t *position,
                             struct error *err) {
  *position = results_find_function(results, function);
  if (*position != SIZE_MAX)
    return true;
  *position = results->function_count;
  return results_copy_function(results, function, err);
}

size_t results_find_weight(const struct results *results, const struct weight *weight) {
  for (size_t w = 0; w < results->weight_count; w++)
    if (strcmp(results->weights[w].name, weight->name) == 0 && results->weights[w].hash == weight->hash)
      return w;
  return SIZE_MAX;
}

bool results_intern_weight(struct results *results, const struct weight *weight, size_t *position, struct error *err) {
  *position = weight == NULL ? SIZE_MAX : results_find_weight(results, weight);
  if (weight == NULL || *position != SIZE_MAX)
    return true;
  *position = results->weight_count;
  return results_copy_weight(results, weight, err);
}

/* Append a point whose function is number `function` of the results. */
static bool add_point(struct results *results, const struct point *point, size_t function, uint64_t evaluations,
                      const struct scored_design *designs, size_t design_count, struct error *err) {
  struct point copy = *point;
  size_t weight;
  if (!results_intern_weight(results, point->spec.weight, &weight, err))
    return false;
  copy.spec.function = &results->functions[function];
  copy.spec.weight = weight == SIZE_MAX ? NULL : &results->weights[weight];
  const struct outcome outcome = {.evaluations = evaluations,
                                  .first_design = results->design_count,
                                  .design_count = design_count,
                                  .first_step = results->step_count};
  if (!results_reserve_designs(results, results->design_count + design_count) ||
      !results_push_point(results, &copy, &outcome))
    return error_memory(err, "points");
  for (size_t d = 0; d < design_count; d++) {
    struct scored_design *design = &results->designs[results->design_count++];
    *design = designs[d];
    design->point = results->point_count - 1;
  }
  return true;
}

bool results_add(struct results *results, const struct point *point, uint64_t evaluations,
                 const struct scored_design *designs, size_t design_count, struct error *err) {
  size_t function;
  return results_intern_function(results, point->spec.function, &function, err) &&
         add_point(results, point, function, evaluations, designs, design_count, err);
}

bool results_add_convergence(struct results *results, const struct convergence_step *steps, size_t count,
                             struct error *err) {
  struct outcome *outcome = &results->outcomes[results->point_count - 1];
  if (!array_reserve(&results->steps, &results->step_capacity, results->step_count + count, sizeof *results->steps))
    return error_memory(err, "convergence");
  for (size_t i = 0; i < count; i++)
    results->steps[results->step_count++] = steps[i];
  outcome->step_count += count;
  return true;
}

/* What a copy of a point has beside its designs. */
static bool add_findings(struct results *results, const struct results *from, const struct outcome *outcome,
                         struct error *err) {
  struct outcome *const copy = &results->outcomes[results->point_count - 1];
  copy->optimum = outcome->optimum;
  return (outcome->step_count == 0 ||
          results_add_convergence(results, from->steps + outcome->first_step, outcome->step_count, err)) &&
         results_copy_synthesised(results, from, outcome->first_design, outcome->design_count, copy->first_design, err);
}

static const struct scored_design *designs_of(const struct results *results, const struct outcome *outcome) {
  return outcome->design_count == 0 ? NULL : results->designs + outcome->first_design;
}

bool results_add_copy(struct results *results, const struct results *from, size_t row, const struct point *as,
                      struct error *err) {
  const struct outcome *outcome = &from->outcomes[row];
  return results_add(results, as, outcome->evaluations, designs_of(from, outcome), outcome->design_count, err) &&
         add_findings(results, from, outcome, err);
}

static bool same_run(const struct run_record *a, const struct run_record *b) {
  /* What differs most often comes first: every part has a record. */
  return a->seconds == b->seconds && a->points == b->points && a->evaluations == b->evaluations &&
         strcmp(a->version, b->version) == 0 && strcmp(a->commit, b->commit) == 0 && strcmp(a->host, b->host) == 0 &&
         strcmp(a->device, b->device) == 0 && strcmp(a->driver, b->driver) == 0 &&
         strcmp(a->command, b->command) == 0 && strcmp(a->started, b->started) == 0 &&
         strcmp(a->finished, b->finished) == 0;
}

bool results_add_run(struct results *results, const struct run_record *run, struct error *err) {
  for (size_t r = 0; r < results->run_count; r++)
    if (same_run(&results->runs[r], run))
      return true;
  if (!array_reserve(&results->runs, &results->run_capacity, results->run_count + 1, sizeof *results->runs))
    return error_memory(err, "run records");
  results->runs[results->run_count++] = *run;
  return true;
}

static bool merge_sweep(struct results *into, const struct results *from, struct error *err) {
  if (into->sweep_name[0] == '\0')
    memcpy(into->sweep_name, from->sweep_name, sizeof into->sweep_name);
  const bool empty = into->sweep_text == NULL || into->sweep_text[0] == '\0';
  if (!empty || from->sweep_text == NULL)
    return true;
  char *text = strdup(from->sweep_text);
  if (text == NULL)
    return error_memory(err, "sweep");
  free(into->sweep_text);
  into->sweep_text = text;
  return true;
}

/* Merge one point; number[f] is where function f of `from` is in `into`, or SIZE_MAX while it is not known. */
static bool merge_point(struct results *into, const struct results *from, size_t row, size_t *number,
                        struct error *err) {
  const struct point *point = &from->points[row];
  const struct outcome *outcome = &from->outcomes[row];
  if (results_find(into, &point->id) != SIZE_MAX)
    return true;
  size_t *function = &number[point->spec.function - from->functions];
  if (*function == SIZE_MAX && !results_intern_function(into, point->spec.function, function, err))
    return false;
  return add_point(into, point, *function, outcome->evaluations, designs_of(from, outcome), outcome->design_count,
                   err) &&
         add_findings(into, from, outcome, err);
}

static bool merge_points(struct results *into, const struct results *from, struct error *err) {
  size_t *number = malloc((from->function_count + 1) * sizeof *number);
  if (number == NULL)
    return error_memory(err, "functions");
  for (size_t f = 0; f < from->function_count; f++)
    number[f] = SIZE_MAX;
  bool ok = true;
  for (size_t p = 0; ok && p < from->point_count; p++)
    ok = merge_point(into, from, p, number, err);
  free(number);
  return ok;
}

void results_merge_optima(struct results *into, const struct results *from) {
  for (size_t p = 0; p < from->point_count; p++) {
    const size_t known = results_find(into, &from->points[p].id);
    if (known != SIZE_MAX)
      into->outcomes[known].optimum = optimum_better(into->outcomes[known].optimum, from->outcomes[p].optimum);
  }
}

bool results_merge(struct results *into, const struct results *from, struct error *err) {
  for (size_t r = 0; r < from->run_count; r++)
    if (!results_add_run(into, &from->runs[r], err))
      return false;
  results_merge_optima(into, from);
  return merge_sweep(into, from, err) && merge_points(into, from, err);
}

size_t results_find(const struct results *results, const struct point_id *id) {
  return results->index == NULL ? SIZE_MAX : point_index_find(results->index, results->points, id);
}
