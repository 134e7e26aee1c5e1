#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "hardware/unit.h"
#include "store/metric.h"
#include "store/results_check.h"

static bool check_function(const struct function *function, struct error *err) {
  const int kinds = (function->builtin != NULL) + (function->expression != NULL) + (function->samples != NULL);
  if (kinds != 1)
    return error_set(err, ERROR_INPUT, "neither built in nor an expression nor samples");
  if (!isfinite(function->lo) || !isfinite(function->hi) || !(function->lo < function->hi))
    return error_set(err, ERROR_INPUT, "[%g, %g] is no domain", function->lo, function->hi);
  const struct tail tails[] = {function->left, function->right};
  for (int i = 0; i < 2; i++)
    if (tails[i].present && (!isfinite(tails[i].slope) || !isfinite(tails[i].intercept)))
      return error_set(err, ERROR_INPUT, "a tail is not finite");
  return true;
}

static bool check_hardware(const struct hardware *hardware, struct error *err) {
  if (hardware->storage >= STORAGES || hardware->selector >= SELECTORS)
    return error_set(err, ERROR_INPUT, "no such storage or selector");
  if (hardware->pipeline < 0 || hardware->pipeline > PIPELINE_MAX)
    return error_set(err, ERROR_INPUT, "pipeline %d; allowed: 0 to %d", hardware->pipeline, PIPELINE_MAX);
  const struct technology *technology = &hardware->technology;
  const double numbers[] = {technology->ge_um2, technology->flip_flop_ge, technology->energy_scale,
                            technology->delay_scale, technology->clock_mhz};
  for (int i = 0; i < 5; i++)
    if (!isfinite(numbers[i]) || numbers[i] <= 0)
      return error_set(err, ERROR_INPUT, "technology %s: a number is not positive", technology->name);
  return true;
}

static bool check_restriction(const struct point *point, struct error *err) {
  const struct restriction *restriction = &point->spec.restriction;
  if (restriction->segments != selector_segments(point->hardware.selector))
    return error_set(err, ERROR_INPUT, "select: it does not find %s segments", segments_name(restriction->segments));
  return (restriction->slope_digits >= 0 && restriction->slope_digits <= SLOPE_DIGITS_MAX) ||
         error_set(err, ERROR_INPUT, "slope_digits: %d; allowed: 0 to %d", restriction->slope_digits, SLOPE_DIGITS_MAX);
}

static bool check_identity(const struct results *results, size_t row, unsigned long long function_hash,
                           struct error *err) {
  struct point again = results->points[row];
  point_identify_hashed(&again, function_hash);
  if (strcmp(again.id.hex, results->points[row].id.hex) != 0 || again.key != results->points[row].key)
    return error_set(err, ERROR_INPUT, "id %s does not follow from the point's content, which gives %s",
                     results->points[row].id.hex, again.id.hex);
  const size_t first = results_find(results, &again.id);
  if (first != row)
    return error_set(err, ERROR_INPUT, "the same point as row %zu", first);
  return true;
}

bool results_check_engine(const struct engine_settings *settings, struct error *err) {
  const struct engine_description *engine = settings->engine;
  if (engine == NULL)
    return error_set(err, ERROR_INPUT, "no engine");
  for (int p = 0; p < engine->parameter_count; p++)
    if (!engine_parameter_valid(&engine->parameter[p], settings->value[p]))
      return error_set(err, ERROR_INPUT, "engine_values: %s of engine '%s' out of range", engine->parameter[p].name,
                       engine->name);
  return true;
}

static bool check_point(const struct results *results, size_t row, unsigned long long function_hash,
                        struct error *err) {
  const struct point *point = &results->points[row];
  if (point->repeat < 0)
    return error_set(err, ERROR_INPUT, "repeat %d; allowed: 0 and more", point->repeat);
  return results_check_engine(&point->engine, err) && check_hardware(&point->hardware, err) &&
         check_restriction(point, err) && spec_check(&point->spec, err) &&
         check_identity(results, row, function_hash, err);
}

static bool among_weights(const struct results *results, const struct weight *weight) {
  return weight == NULL || (weight >= results->weights && weight < results->weights + results->weight_count);
}

static bool check_points(const struct results *results, const unsigned long long *hashes, size_t first,
                         struct error *err) {
  const struct function *const functions = results->functions;
  for (size_t p = 0; p < results->point_count; p++) {
    const struct function *function = results->points[p].spec.function;
    if (function < functions || function >= functions + results->function_count)
      return error_set(err, ERROR_INPUT, "/points row %zu: its function is not among the results'", first + p);
    if (!among_weights(results, results->points[p].spec.weight))
      return error_set(err, ERROR_INPUT, "/points row %zu: its weight is not among the results'", first + p);
    if (!check_point(results, p, hashes[function - functions], err))
      return error_prefix(err, "/points row %zu", first + p);
  }
  return true;
}

static bool check_codes(const struct scored_design *design, int scales, struct error *err) {
  for (int s = 0; s < scales; s++)
    if (design->score.codes[s] < 0 || design->score.codes[s] > INT64_C(1) << IN_BITS_MAX)
      return error_set(err, ERROR_INPUT, "%" PRId64 " codes at scale %d of the set", design->score.codes[s], s);
  return true;
}

static bool check_design(const struct results *results, size_t point, size_t rank, struct error *err) {
  const struct scored_design *design = &results->designs[results->outcomes[point].first_design + rank];
  if (design->point != point)
    return error_set(err, ERROR_INPUT, "belongs to point %zu, but stands among those of point %zu", design->point,
                     point);
  if (design->rank < 0 || (rank > 0 && design->rank <= design[-1].rank))
    return error_set(err, ERROR_INPUT, "rank %d is out of order", design->rank);
  const struct spec *spec = &results->points[point].spec;
  return check_codes(design, spec->scales.count, err) && design_check(&design->design, spec, err);
}

/* Every design belongs to exactly one point: the points' ranges follow one another without a gap. */
static bool check_designs(const struct results *results, const struct numbering *numbering, struct error *err) {
  size_t next = 0;
  for (size_t p = 0; p < results->point_count; p++) {
    const struct outcome *outcome = &results->outcomes[p];
    if (outcome->first_design != next || outcome->design_count > results->design_count - next)
      return error_set(err, ERROR_INPUT, "/points row %zu: its range of designs is wrong", numbering->point + p);
    for (size_t rank = 0; rank < outcome->design_count; rank++)
      if (!check_design(results, p, rank, err))
        return error_prefix(err, "/designs row %zu", numbering->design + next + rank);
    next += outcome->design_count;
  }
  return next == results->design_count ||
         error_set(err, ERROR_INPUT, "/designs has %zu rows, but the points have %zu",
                   numbering->design + results->design_count, numbering->design + next);
}

/* As check_designs(), and the errors descend from step to step. */
static bool check_convergence(const struct results *results, size_t first, struct error *err) {
  size_t next = 0;
  for (size_t p = 0; p < results->point_count; p++) {
    const struct outcome *outcome = &results->outcomes[p];
    if (outcome->step_count > 0 && (outcome->first_step != next || outcome->step_count > results->step_count - next))
      return error_set(err, ERROR_INPUT, "/points row %zu: its range of the convergence is wrong", first + p);
    for (size_t i = 0; i < outcome->step_count; i++, next++) {
      const struct convergence_step *step = &results->steps[next];
      if (!(step->best >= 0) || (i > 0 && (step->evaluations <= step[-1].evaluations || step->best > step[-1].best)))
        return error_set(err, ERROR_INPUT, "/convergence row %zu of point %zu: out of order, or no error", i,
                         first + p);
    }
  }
  return next == results->step_count ||
         error_set(err, ERROR_INPUT, "/convergence has %zu rows, but the points have %zu", results->step_count, next);
}

static bool check_optima(const struct results *results, size_t first, struct error *err) {
  for (size_t p = 0; p < results->point_count; p++)
    if (!optimum_check(results, p, err))
      return error_prefix(err, "/points row %zu", first + p);
  return true;
}

static bool check_functions(const struct results *results, struct error *err) {
  for (size_t f = 0; f < results->function_count; f++)
    if (!check_function(&results->functions[f], err))
      return error_prefix(err, "/functions row %zu", f);
  return true;
}

unsigned long long *results_hash_functions(const struct results *results) {
  unsigned long long *hashes = malloc((results->function_count + 1) * sizeof *hashes);
  for (size_t f = 0; hashes != NULL && f < results->function_count; f++)
    hashes[f] = function_hash(&results->functions[f]);
  return hashes;
}

bool results_check_slice(const struct results *slice, const unsigned long long *hashes,
                         const struct numbering *numbering, struct error *err) {
  return check_functions(slice, err) && check_points(slice, hashes, numbering->point, err) &&
         check_designs(slice, numbering, err) && check_convergence(slice, numbering->point, err) &&
         check_optima(slice, numbering->point, err) && results_check_synthesised(slice, err);
}

static bool check_all(const struct results *results, const unsigned long long *hashes, struct error *err) {
  static const struct numbering whole = {0};
  return results_check_slice(results, hashes, &whole, err) &&
         results_check_tail(results, results, results->design_count, err) && results_check_fronts(results, err);
}

bool results_check(const struct results *results, enum error_kind kind, struct error *err) {
  unsigned long long *hashes = results_hash_functions(results);
  if (hashes == NULL)
    return error_memory(err, "functions");
  const bool ok = check_all(results, hashes, err);
  free(hashes);
  if (!ok)
    err->kind = kind;
  return ok;
}
