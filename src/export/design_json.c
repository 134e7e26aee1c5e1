#include "export/design_json.h"

#include <string.h>

#include "export/design_json_hardware.h"
#include "export/design_json_optimum.h"
#include "export/json_writer.h"
#include "export/weight_json.h"
#include "version.h"

static bool put_format(json_t *object, const char *key, struct format format, int significant) {
  return json_object_set_new(object, key, json_format(format, significant)) == 0;
}

static bool put_errors(json_t *object, const struct errors *errors) {
  return json_put_real(object, "mse", errors->mse) && json_put_real(object, "mae", errors->mae) &&
         json_put_real(object, "max_abs", errors->max_abs);
}

static bool append_scale(json_t *list, const struct spec *spec, const struct score *score, const struct errors *at,
                         int s) {
  json_t *item = json_object();
  if (json_array_append_new(list, item) != 0)
    return false;
  return json_put_real(item, "scale", spec->scales.scale[s]) &&
         json_object_set_new(item, "codes", json_integer(score->codes[s])) == 0 && put_errors(item, &at[s]);
}

/* {mse, mae, max_abs, per_scale: [...]} as `key` of the parent; returns it, borrowed, or NULL. */
static json_t *put_score(json_t *parent, const char *key, const struct spec *spec, const struct score *score,
                         const struct errors *total, const struct errors *at) {
  json_t *object = json_object();
  json_t *list = json_array();
  if (json_object_set_new(parent, key, object) != 0 || !put_errors(object, total) ||
      json_object_set_new(object, "per_scale", list) != 0)
    return NULL;
  for (int s = 0; s < spec->scales.count; s++)
    if (!append_scale(list, spec, score, at, s))
      return NULL;
  return object;
}

static bool put_scores(json_t *root, const struct spec *spec, const struct score *score) {
  json_t *errors = put_score(root, "errors", spec, score, &score->exact, score->exact_at);
  if (errors == NULL || spec->output.bits == 0)
    return errors != NULL;
  return put_score(errors, "requantised", spec, score, &score->requantised, score->requantised_at) != NULL;
}

static bool put_table(json_t *root, const struct spec *spec, const struct design *design) {
  double breakpoint[ENTRIES_MAX], slope[ENTRIES_MAX], intercept[ENTRIES_MAX];
  const double finest = scale_set_finest(&spec->scales);
  for (int i = 0; i < design->entries - 1; i++)
    breakpoint[i] = design->breakpoint[i] * finest;
  for (int i = 0; i < design->entries; i++) {
    slope[i] = format_value(spec->slope, design->slope[i]);
    intercept[i] = format_value(spec->intercept, design->intercept[i]);
  }
  const size_t entries = (size_t)design->entries;
  return json_object_set_new(root, "entries", json_integer(design->entries)) == 0 &&
         json_object_set_new(root, "breakpoints", json_reals(breakpoint, entries - 1)) == 0 &&
         json_object_set_new(root, "slopes", json_reals(slope, entries)) == 0 &&
         json_object_set_new(root, "intercepts", json_reals(intercept, entries)) == 0;
}

static bool put_spec(json_t *root, const struct spec *spec) {
  if (json_object_set_new(root, "in_bits", json_integer(spec->in_bits)) != 0 ||
      json_object_set_new(root, "scales", json_reals(spec->scales.scale, (size_t)spec->scales.count)) != 0 ||
      !put_format(root, "slope", spec->slope, spec->slope_significant) ||
      !put_format(root, "intercept", spec->intercept, spec->intercept_significant) ||
      (spec->ranges != 0 && json_object_set_new(root, "ranges", json_integer(spec->ranges)) != 0) ||
      json_object_set_new(root, "tails", json_string(tails_name(spec->tails))) != 0)
    return false;
  if (spec->weight != NULL && json_object_set_new(root, "weight", weight_json(spec->weight)) != 0)
    return false;
  if (spec->output.bits == 0)
    return true;
  json_t *output = json_pack("{s:i, s:f}", "bits", spec->output.bits, "scale", spec->output.scale);
  return json_object_set_new(root, "output", output) == 0;
}

static bool put_tail(json_t *object, const char *key, const struct tail *tail) {
  json_t *value =
      tail->present ? json_pack("{s:f, s:f}", "slope", tail->slope, "intercept", tail->intercept) : json_null();
  return json_object_set_new(object, key, value) == 0;
}

static json_t *pack_samples(const struct function *function) {
  const double *x = NULL, *y = NULL;
  const size_t count = function_samples(function, &x, &y);
  return json_pack("{s:o, s:o}", "x", json_reals(x, count), "y", json_reals(y, count));
}

static bool same_tail(const struct tail *a, const struct tail *b) {
  return a->present == b->present && (!a->present || (a->slope == b->slope && a->intercept == b->intercept));
}

/* Whether the name alone says everything. */
static bool is_plain_builtin(const struct function *function) {
  const struct function *builtin = function_find(function->name);
  return builtin != NULL && function->builtin == builtin->builtin && function->lo == builtin->lo &&
         function->hi == builtin->hi && same_tail(&function->left, &builtin->left) &&
         same_tail(&function->right, &builtin->right);
}

static bool put_formula(json_t *object, const struct function *function) {
  if (function->samples != NULL)
    return json_object_set_new(object, "samples", pack_samples(function)) == 0;
  if (function->expression != NULL)
    return json_object_set_new(object, "expression", json_string(function->formula)) == 0;
  const struct function *builtin = function_find_formula(function->formula);
  return builtin != NULL && json_object_set_new(object, "builtin", json_string(builtin->name)) == 0;
}

static bool put_definition(json_t *root, const struct function *function) {
  if (is_plain_builtin(function))
    return true;
  json_t *object = json_object();
  const double domain[2] = {function->lo, function->hi};
  return json_object_set_new(root, "definition", object) == 0 && put_formula(object, function) &&
         json_object_set_new(object, "domain", json_reals(domain, 2)) == 0 &&
         put_tail(object, "left_tail", &function->left) && put_tail(object, "right_tail", &function->right);
}

static bool put_cost(json_t *root, const struct cost *cost) {
  json_t *object = json_object();
  return json_object_set_new(root, "cost", object) == 0 && json_put_real(object, "area_um2", cost->area_um2) &&
         json_put_real(object, "power_mw", cost->power_mw) && json_put_real(object, "delay_ns", cost->delay_ns) &&
         json_put_real(object, "area_ge", cost->area_ge) && json_put_real(object, "energy_pj", cost->energy_pj);
}

/* What every file has: the function, the spec, the table and its errors. */
static bool put_what(json_t *root, const struct spec *spec, const struct design *design, const struct score *score) {
  return json_object_set_new(root, "function", json_string(spec->function->name)) == 0 &&
         put_definition(root, spec->function) && put_spec(root, spec) && put_table(root, spec, design) &&
         put_scores(root, spec, score);
}

static bool put_version(json_t *root) { return json_object_set_new(root, "lutdse", json_string(LUTDSE_VERSION)) == 0; }

bool design_json_text(const struct point *point, const struct scored_design *design, const struct optimum *optimum,
                      char **out, struct error *err) {
  *out = NULL;
  json_t *root = json_object();
  const bool built = put_what(root, &point->spec, &design->design, &design->score) &&
                     design_json_put_optimum(root, point, design, optimum) &&
                     design_json_put_hardware(root, &point->spec, &point->hardware) && put_cost(root, &design->cost) &&
                     json_object_set_new(root, "point", json_string(point->id.hex)) == 0 && put_version(root);
  const bool ok = built ? json_text(root, out, err)
                        : error_set(err, ERROR_INTERNAL,
                                    "cannot write point %s, rank %d as JSON: out of memory, a number that is not "
                                    "finite or text that is not UTF-8",
                                    point->id.hex, design->rank);
  json_decref(root);
  return ok;
}

bool design_json_bare_text(const struct spec *spec, const struct hardware *hardware, const struct design *design,
                           const struct score *score, const struct claimed_optimum *claim, char **out,
                           struct error *err) {
  *out = NULL;
  json_t *root = json_object();
  const bool built = put_what(root, spec, design, score) &&
                     design_json_put_claim(root, claim, score, spec->output.bits != 0) &&
                     design_json_put_hardware(root, spec, hardware) && put_version(root);
  const bool ok = built ? json_text(root, out, err)
                        : error_set(err, ERROR_INTERNAL,
                                    "cannot write the design as JSON: out of memory, a number that is not finite or "
                                    "text that is not UTF-8");
  json_decref(root);
  return ok;
}
