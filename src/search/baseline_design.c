#include <math.h>
#include <string.h>

#include "model/significant.h"
#include "search/baselines.h"

const char *baselines_known(const struct function *function) {
  const struct function *builtin = function_find_formula(function->formula);
  return builtin != NULL && function->builtin == builtin->builtin ? builtin->name : "";
}

bool baselines_usual_domain(const struct function *function) {
  const struct function *builtin = function_find_formula(function->formula);
  return builtin != NULL && builtin->lo == function->lo && builtin->hi == function->hi;
}

bool baselines_support(const struct engine_settings *settings, const struct spec *spec, struct error *err) {
  const char *name = settings->engine->name;
  if (spec->restriction.segments != SEGMENTS_FREE)
    return true;
  if (spec->restriction.mirrored)
    return error_set(err, ERROR_INPUT,
                     "engine: %s searches whole tables; use symmetry none, or islands, uniform or exact", name);
  if (spec->restriction.slope_digits != 0)
    return error_set(err, ERROR_INPUT,
                     "engine: %s cannot keep slopes to %d signed digits; use any slopes, or islands, uniform or exact",
                     name, spec->restriction.slope_digits);
  if (spec->ranges > 1)
    return error_set(err, ERROR_INPUT, "engine: %s knows no input ranges; use ranges 1, or islands, uniform or exact",
                     name);
  return true;
}

static void pin(const struct spec *spec, struct design *design, int entry, const struct tail *tail) {
  if (spec->tails != TAILS_ASYMPTOTE || !tail->present)
    return;
  design->slope[entry] = significant_code(spec->slope, spec->slope_significant, tail->slope);
  design->intercept[entry] = significant_code(spec->intercept, spec->intercept_significant, tail->intercept);
}

void baselines_design(const struct spec *spec, const double *breakpoint, const double *slope, const double *intercept,
                      struct design *design) {
  const double finest = scale_set_finest(&spec->scales);
  const struct code_range candidates = spec_candidates(spec);
  memset(design, 0, sizeof *design);
  design->entries = spec->entries;
  for (int i = 0; i < spec->entries; i++) {
    design->slope[i] = significant_code(spec->slope, spec->slope_significant, slope[i]);
    design->intercept[i] = significant_code(spec->intercept, spec->intercept_significant, intercept[i]);
    if (i < spec->entries - 1)
      design->breakpoint[i] = (int32_t)fmin(fmax(rint(breakpoint[i] / finest), candidates.first), candidates.last);
  }
  pin(spec, design, 0, &spec->function->left);
  pin(spec, design, spec->entries - 1, &spec->function->right);
}
