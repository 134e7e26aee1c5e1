#include "store/weave_join.h"

#include <string.h>

static const struct outcome *outcome_of(struct weave_record record) { return &record.results->outcomes[record.row]; }

static const struct scored_design *design_of(struct weave_record record, size_t number) {
  return &record.results->designs[outcome_of(record)->first_design + number];
}

static bool same_codes(const int32_t *a, const int32_t *b, int count) {
  return memcmp(a, b, (size_t)count * sizeof *a) == 0;
}

static bool same_design(const struct scored_design *a, const struct scored_design *b) {
  const int entries = a->design.entries;
  return entries == b->design.entries && a->rank == b->rank &&
         same_codes(a->design.breakpoint, b->design.breakpoint, entries - 1) &&
         same_codes(a->design.slope, b->design.slope, entries) &&
         same_codes(a->design.intercept, b->design.intercept, entries);
}

/* Structures of doubles alone: there is nothing between them. */
static bool same_errors(const struct errors *a, const struct errors *b, int count) {
  return memcmp(a, b, (size_t)count * sizeof *a) == 0;
}

static bool same_figures(const struct scored_design *a, const struct scored_design *b, int scales) {
  return same_errors(&a->score.exact, &b->score.exact, 1) &&
         same_errors(&a->score.requantised, &b->score.requantised, 1) &&
         memcmp(a->score.codes, b->score.codes, (size_t)scales * sizeof a->score.codes[0]) == 0 &&
         same_errors(a->score.exact_at, b->score.exact_at, scales) &&
         same_errors(a->score.requantised_at, b->score.requantised_at, scales) &&
         memcmp(&a->cost, &b->cost, sizeof a->cost) == 0;
}

static bool same_convergence(struct weave_record a, struct weave_record b) {
  const size_t count = outcome_of(a)->step_count;
  return count == outcome_of(b)->step_count &&
         (count == 0 || memcmp(a.results->steps + outcome_of(a)->first_step,
                               b.results->steps + outcome_of(b)->first_step, count * sizeof *a.results->steps) == 0);
}

const char *weave_difference(struct weave_record a, struct weave_record b) {
  const size_t count = outcome_of(a)->design_count;
  if (count != outcome_of(b)->design_count)
    return "designs";
  for (size_t d = 0; d < count; d++)
    if (!same_design(design_of(a, d), design_of(b, d)))
      return "designs";
  for (size_t d = 0; d < count; d++)
    if (!same_figures(design_of(a, d), design_of(b, d), a.results->points[a.row].spec.scales.count))
      return "figures";
  if (outcome_of(a)->evaluations != outcome_of(b)->evaluations)
    return "evaluations";
  return same_convergence(a, b) ? NULL : "convergence";
}

static bool is_synthesised(const struct results *results, const struct synthesised *wanted) {
  size_t row = results_first_synthesised(results, wanted->design);
  for (; row < results->synthesised_count && results->synthesised[row].design == wanted->design; row++)
    if (strcmp(results->synthesised[row].library, wanted->library) == 0 &&
        strcmp(results->synthesised[row].tool, wanted->tool) == 0)
      return true;
  return false;
}

bool weave_join(struct results *results, struct weave_record other, struct error *err) {
  struct outcome *outcome = &results->outcomes[results->point_count - 1];
  const size_t first = outcome_of(other)->first_design, end = first + outcome_of(other)->design_count;
  outcome->optimum = optimum_better(outcome->optimum, outcome_of(other)->optimum);
  for (size_t row = results_first_synthesised(other.results, first);
       row < other.results->synthesised_count && other.results->synthesised[row].design < end; row++) {
    struct synthesised copy = other.results->synthesised[row];
    copy.design += outcome->first_design - first;
    if (!is_synthesised(results, &copy) && !results_add_synthesised(results, &copy, err))
      return false;
  }
  return true;
}
