#include "export/design_json.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export/design_json_hardware.h"
#include "export/design_json_optimum.h"
#include "export/weight_json.h"

/* A prefix for the keys of array element i. */
struct element_prefix {
  char text[64];
};

static struct element_prefix element(const char *prefix, const char *key, size_t i) {
  struct element_prefix name;
  (void)snprintf(name.text, sizeof name.text, "%s%s[%zu].", prefix, key, i);
  return name;
}

static bool read_int(const struct json_reader *reader, const char *key, int min, int max, int *out) {
  long long value = 0;
  if (!json_read_integer(reader, key, min, max, &value))
    return false;
  *out = (int)value;
  return true;
}

static bool read_format(const struct json_reader *root, const char *key, const char *prefix, struct format *out) {
  static const char *const known[] = {"bits", "frac", NULL};
  struct json_reader reader;
  return json_read_object(root, key, prefix, &reader) && json_check_keys(&reader, known) &&
         read_int(&reader, "bits", FORMAT_BITS_MIN, FORMAT_BITS_MAX, &out->bits) &&
         read_int(&reader, "frac", 0, FORMAT_FRAC_MAX, &out->frac);
}

static bool read_output(const struct json_reader *root, struct output_stage *out) {
  static const char *const known[] = {"bits", "scale", NULL};
  struct json_reader reader;
  return json_read_object(root, "output", "output.", &reader) && json_check_keys(&reader, known) &&
         read_int(&reader, "bits", OUT_BITS_MIN, OUT_BITS_MAX, &out->bits) &&
         json_read_real(&reader, "scale", &out->scale);
}

static bool read_tail(const struct json_reader *definition, const char *key, const char *prefix, struct tail *out) {
  static const char *const known[] = {"slope", "intercept", NULL};
  *out = (struct tail){false, 0, 0};
  if (!json_has(definition, key) || json_is_null(json_object_get(definition->object, key)))
    return true;
  struct json_reader reader;
  out->present = true;
  return json_read_object(definition, key, prefix, &reader) && json_check_keys(&reader, known) &&
         json_read_real(&reader, "slope", &out->slope) && json_read_real(&reader, "intercept", &out->intercept);
}

static bool define_expression(const struct json_reader *definition, const char *name, double lo, double hi,
                              struct function *out) {
  const char *text = NULL;
  if (!json_read_text(definition, "expression", &text))
    return false;
  return function_from_expression(out, name, text, lo, hi, definition->err) ||
         error_prefix(definition->err, "%s: definition.expression", definition->path);
}

static bool read_samples(const struct json_reader *samples, double *x, double *y, size_t size, size_t *count) {
  size_t values = 0;
  return json_read_reals(samples, "x", 2, size, x, count) && json_read_reals(samples, "y", *count, *count, y, &values);
}

static bool define_samples(const struct json_reader *definition, const char *name, double lo, double hi,
                           struct function *out) {
  static const char *const known[] = {"x", "y", NULL};
  struct json_reader samples;
  const json_t *list = NULL;
  if (!json_read_object(definition, "samples", "definition.samples.", &samples) || !json_check_keys(&samples, known) ||
      !json_read_array(&samples, "x", &list))
    return false;
  const size_t size = json_array_size(list) + 2;
  double *x = malloc(2 * size * sizeof *x);
  if (x == NULL)
    return error_memory(definition->err, "samples");
  double *y = x + size;
  size_t count = 0;
  const bool ok = read_samples(&samples, x, y, size, &count) &&
                  (function_from_samples(out, name, x, y, count, definition->err) ||
                   error_prefix(definition->err, "%s: definition.samples", definition->path));
  free(x);
  if (!ok)
    return false;
  out->lo = lo;
  out->hi = hi;
  return true;
}

static bool define_builtin(const struct json_reader *definition, const char *name, double lo, double hi,
                           struct function *out) {
  const char *text = NULL;
  if (!json_read_text(definition, "builtin", &text))
    return false;
  const struct function *builtin = function_find(text);
  if (builtin == NULL)
    return json_fail(definition, "builtin", "'%.32s' is no built-in function; 'lutdse functions' lists them", text);
  if (strcmp(text, name) != 0 && function_find(name) != NULL)
    return json_fail(definition, "builtin", "'%s', but function is '%s'", text, name);
  *out = *builtin;
  (void)snprintf(out->name, sizeof out->name, "%s", name);
  out->lo = lo;
  out->hi = hi;
  return true;
}

static bool define(const struct json_reader *definition, const char *name, double lo, double hi, struct function *out) {
  const int ways =
      json_has(definition, "expression") + json_has(definition, "samples") + json_has(definition, "builtin");
  if (ways != 1)
    return json_fail(definition, "expression", "exactly one of expression, samples and builtin is required");
  if (json_has(definition, "expression"))
    return define_expression(definition, name, lo, hi, out);
  if (json_has(definition, "samples"))
    return define_samples(definition, name, lo, hi, out);
  return define_builtin(definition, name, lo, hi, out);
}

static bool check_name(const struct json_reader *root, const char *name) {
  const size_t length = strlen(name);
  bool ok = length > 0 && length < sizeof((struct function *)NULL)->name;
  for (size_t i = 0; ok && i < length; i++)
    ok = isalnum((unsigned char)name[i]) || strchr("_.+-", name[i]) != NULL;
  return ok || json_fail(root, "function", "not a name of 1 to %zu letters, digits and _ . + -",
                         sizeof((struct function *)NULL)->name - 1);
}

static bool read_definition(const struct json_reader *root, const char *name, struct function *out) {
  static const char *const known[] = {"expression", "samples", "builtin", "domain", "left_tail", "right_tail", NULL};
  struct json_reader definition;
  double domain[2];
  size_t count = 0;
  if (!check_name(root, name) || !json_read_object(root, "definition", "definition.", &definition) ||
      !json_check_keys(&definition, known) || !json_read_reals(&definition, "domain", 2, 2, domain, &count))
    return false;
  if (!(domain[0] < domain[1]))
    return json_fail(&definition, "domain", "[%g, %g]: the first must be less than the second", domain[0], domain[1]);
  struct tail left, right;
  if (!read_tail(&definition, "left_tail", "definition.left_tail.", &left) ||
      !read_tail(&definition, "right_tail", "definition.right_tail.", &right) ||
      !define(&definition, name, domain[0], domain[1], out))
    return false;
  (void)snprintf(out->name, sizeof out->name, "%s", name);
  out->left = left;
  out->right = right;
  return true;
}

static bool read_function(const struct json_reader *root, struct design_file *out) {
  const char *name = NULL;
  if (!json_read_text(root, "function", &name))
    return false;
  if (json_has(root, "definition")) {
    out->spec.function = &out->own;
    return read_definition(root, name, &out->own);
  }
  out->spec.function = function_find(name);
  return out->spec.function != NULL ||
         json_fail(root, "function",
                   "'%.32s' is no built-in function ('lutdse functions' lists them) and the file has "
                   "no definition of it",
                   name);
}

static bool read_tails(const struct json_reader *root, enum tails *out) {
  const char *name = NULL;
  *out = TAILS_FREE;
  if (!json_has(root, "tails"))
    return true;
  if (!json_read_text(root, "tails", &name))
    return false;
  const int tails = tails_parse(name);
  if (tails < 0)
    return json_fail(root, "tails", "'%.32s' is not one of free, asymptote, clamp", name);
  *out = (enum tails)tails;
  return true;
}

/* N, or as many as there are slopes where the file does not say it. */
static bool read_entries(const struct json_reader *root, int *out) {
  const json_t *slopes = NULL;
  if (json_has(root, "entries"))
    return read_int(root, "entries", ENTRIES_MIN, ENTRIES_MAX, out);
  if (!json_read_array(root, "slopes", &slopes))
    return false;
  const size_t count = json_array_size(slopes);
  if (count < ENTRIES_MIN || count > ENTRIES_MAX)
    return json_fail(root, "slopes", "%zu numbers; allowed: %d to %d", count, ENTRIES_MIN, ENTRIES_MAX);
  *out = (int)count;
  return true;
}

static bool read_weight(const struct json_reader *root, struct design_file *out) {
  if (!json_has(root, "weight"))
    return true;
  out->spec.weight = &out->weight;
  return weight_json_read(root, &out->weight);
}

static bool read_spec(const struct json_reader *root, struct design_file *out) {
  struct spec *spec = &out->spec;
  size_t scales = 0;
  if (!read_function(root, out) || !read_weight(root, out) ||
      !read_int(root, "in_bits", IN_BITS_MIN, IN_BITS_MAX, &spec->in_bits) ||
      !json_read_reals(root, "scales", 1, SCALE_MAX, spec->scales.scale, &scales) ||
      !read_format(root, "slope", "slope.", &spec->slope) ||
      !read_format(root, "intercept", "intercept.", &spec->intercept) || !read_tails(root, &spec->tails) ||
      (json_has(root, "output") && !read_output(root, &spec->output)) || !read_entries(root, &spec->entries) ||
      !design_json_read_hardware(root, out))
    return false;
  spec->scales.count = (int)scales;
  return spec_check(spec, root->err) || error_prefix(root->err, "%s", root->path);
}

static bool code_breakpoints(struct design *out, double finest, const double *breakpoint,
                             struct design_rounding *rounding, struct error *err) {
  for (int i = 0; i < out->entries - 1; i++) {
    const double code = rint(breakpoint[i] / finest);
    if (!(fabs(code) <= 0x1p30))
      return error_set(err, ERROR_INPUT, "breakpoints[%d]: %g is out of range", i, breakpoint[i]);
    out->breakpoint[i] = (int32_t)code;
    rounding->breakpoints += out->breakpoint[i] * finest != breakpoint[i];
  }
  return true;
}

/* The codes of real values; returns how many moved, and adds to *saturated those beyond the format. */
static int code_values(int32_t *code, int count, struct format format, const double *value, int *saturated) {
  int moved = 0;
  for (int i = 0; i < count; i++) {
    code[i] = format_code(format, value[i]);
    moved += format_value(format, code[i]) != value[i];
    /* More than one step away: not rounding, but the end of the range. */
    *saturated += fabs(format_value(format, code[i]) - value[i]) > ldexp(1, -format.frac);
  }
  return moved;
}

bool design_from_reals(struct design *out, const struct spec *spec, const double *breakpoint, const double *slope,
                       const double *intercept, struct design_rounding *rounding, struct error *err) {
  memset(out, 0, sizeof *out);
  out->entries = spec->entries;
  if (!code_breakpoints(out, scale_set_finest(&spec->scales), breakpoint, rounding, err))
    return false;
  rounding->slopes += code_values(out->slope, out->entries, spec->slope, slope, &rounding->saturated);
  rounding->intercepts += code_values(out->intercept, out->entries, spec->intercept, intercept, &rounding->saturated);
  return design_check(out, spec, err);
}

static bool read_table(const struct json_reader *root, struct design_file *out) {
  double breakpoint[ENTRIES_MAX], slope[ENTRIES_MAX], intercept[ENTRIES_MAX];
  const size_t entries = (size_t)out->spec.entries;
  size_t count = 0;
  if (!json_read_reals(root, "breakpoints", entries - 1, entries - 1, breakpoint, &count) ||
      !json_read_reals(root, "slopes", entries, entries, slope, &count) ||
      !json_read_reals(root, "intercepts", entries, entries, intercept, &count))
    return false;
  return design_from_reals(&out->design, &out->spec, breakpoint, slope, intercept, &out->rounding, root->err) ||
         error_prefix(root->err, "%s", root->path);
}

static bool read_errors(const struct json_reader *reader, struct errors *out) {
  return json_read_real(reader, "mse", &out->mse) && json_read_real(reader, "mae", &out->mae) &&
         json_read_real(reader, "max_abs", &out->max_abs);
}

static bool read_scale(const struct json_reader *scale, double expected, int64_t *codes, struct errors *out) {
  static const char *const known[] = {"scale", "codes", "mse", "mae", "max_abs", NULL};
  double value = 0;
  long long counted = 0;
  if (!json_check_keys(scale, known) || !json_read_real(scale, "scale", &value) ||
      !json_read_integer(scale, "codes", 0, 1 << IN_BITS_MAX, &counted) || !read_errors(scale, out))
    return false;
  *codes = counted;
  return value == expected || json_fail(scale, "scale", "%g, but scales has %g there", value, expected);
}

/* An object {mse, mae, max_abs, per_scale} as put there by design_json_text(). */
static bool read_score(const struct json_reader *reader, const struct scale_set *scales, struct errors *total,
                       struct errors *at, int64_t *codes) {
  const json_t *list = NULL;
  if (!read_errors(reader, total))
    return false;
  if (!json_has(reader, "per_scale"))
    return true;
  if (!json_read_array(reader, "per_scale", &list))
    return false;
  if (json_array_size(list) != (size_t)scales->count)
    return json_fail(reader, "per_scale", "%zu scales, expected %d", json_array_size(list), scales->count);
  for (size_t s = 0; s < (size_t)scales->count; s++) {
    const struct element_prefix prefix = element(reader->prefix, "per_scale", s);
    const struct json_reader scale = {reader->path, prefix.text, json_array_get(list, s), reader->err};
    if (!json_is_object(scale.object))
      return json_fail(reader, "per_scale", "element %zu is not an object", s);
    if (!read_scale(&scale, scales->scale[s], &codes[s], &at[s]))
      return false;
  }
  return true;
}

static bool read_claims(const struct json_reader *root, struct design_file *out) {
  static const char *const known[] = {"mse", "mae", "max_abs", "per_scale", "requantised", NULL};
  struct json_reader errors, requantised;
  struct score *score = &out->claimed;
  if (!json_read_object(root, "errors", "errors.", &errors) || !json_check_keys(&errors, known) ||
      !read_score(&errors, &out->spec.scales, &score->exact, score->exact_at, score->codes))
    return false;
  out->has_errors = true;
  out->has_per_scale = json_has(&errors, "per_scale");
  if (json_has(&errors, "requantised") != (out->spec.output.bits != 0))
    return json_fail(&errors, "requantised", "must be there if and only if output is");
  if (out->spec.output.bits == 0) {
    score->requantised = score->exact;
    memcpy(score->requantised_at, score->exact_at, sizeof score->exact_at);
    return true;
  }
  return json_read_object(&errors, "requantised", "errors.requantised.", &requantised) &&
         json_check_keys(&requantised, known) &&
         (json_has(&requantised, "per_scale") == out->has_per_scale ||
          json_fail(&requantised, "per_scale", "must be there if and only if errors.per_scale is")) &&
         read_score(&requantised, &out->spec.scales, &score->requantised, score->requantised_at, score->codes);
}

/* Provenance and cost are for people and other programs: only their types are checked. */
static bool check_rest(const struct json_reader *root) {
  const char *text = NULL;
  struct json_reader cost;
  return (!json_has(root, "cost") || json_read_object(root, "cost", "cost.", &cost)) &&
         (!json_has(root, "point") || json_read_text(root, "point", &text)) &&
         (!json_has(root, "lutdse") || json_read_text(root, "lutdse", &text));
}

static bool read_design(const json_t *object, const char *path, struct design_file *out, struct error *err) {
  static const char *const known[] = {"function",  "definition", "in_bits", "scales",   "slope",
                                      "intercept", "tails",      "output",  "entries",  "breakpoints",
                                      "slopes",    "intercepts", "errors",  "optimum",  "cost",
                                      "point",     "lutdse",     "weight",  "hardware", NULL};
  const struct json_reader root = {path, "", object, err};
  return json_check_keys(&root, known) && read_spec(&root, out) && read_table(&root, out) &&
         (!json_has(&root, "errors") || read_claims(&root, out)) &&
         design_json_read_optimum(&root, out->spec.output.bits != 0, &out->optimum) && check_rest(&root);
}

/* Takes the reference to `root`. */
static bool take_root(struct design_file *out, json_t *root, const char *path, struct error *err) {
  memset(out, 0, sizeof *out);
  if (root == NULL)
    return false;
  const bool ok = read_design(root, path, out, err);
  json_decref(root);
  if (!ok)
    design_file_release(out);
  return ok;
}

bool design_json_parse(struct design_file *out, const char *text, size_t size, const char *path, struct error *err) {
  return take_root(out, json_text_read(text, size, path, err), path, err);
}

void design_file_release(struct design_file *file) {
  function_release(&file->own);
  weight_release(&file->weight);
  memset(file, 0, sizeof *file);
}

struct comparison {
  const char *path;
  double tolerance;
  struct error *err;
};

static bool same(const struct comparison *comparison, const char *where, const char *key, double claimed,
                 double found) {
  if (fabs(claimed - found) <= comparison->tolerance * fmax(fabs(claimed), fabs(found)))
    return true;
  return error_set(
      comparison->err, ERROR_INPUT,
      "%s: %s%s: the file says %.17g, the reference evaluator finds %.17g; the table and its errors do not "
      "belong together",
      comparison->path, where, key, claimed, found);
}

static bool same_errors(const struct comparison *comparison, const char *where, const struct errors *claimed,
                        const struct errors *found) {
  return same(comparison, where, "mse", claimed->mse, found->mse) &&
         same(comparison, where, "mae", claimed->mae, found->mae) &&
         same(comparison, where, "max_abs", claimed->max_abs, found->max_abs);
}

bool design_file_verify(const struct design_file *file, const struct score *score, double tolerance, const char *path,
                        struct error *err) {
  if (!file->has_errors)
    return true;
  const struct comparison comparison = {path, tolerance, err};
  const struct score *claimed = &file->claimed;
  if (!same_errors(&comparison, "errors.", &claimed->exact, &score->exact) ||
      !same_errors(&comparison, "errors.requantised.", &claimed->requantised, &score->requantised))
    return false;
  for (int s = 0; s < file->spec.scales.count && file->has_per_scale; s++) {
    const struct element_prefix exact = element("errors.", "per_scale", (size_t)s);
    const struct element_prefix requantised = element("errors.requantised.", "per_scale", (size_t)s);
    if (!same(&comparison, exact.text, "codes", (double)claimed->codes[s], (double)score->codes[s]) ||
        !same_errors(&comparison, exact.text, &claimed->exact_at[s], &score->exact_at[s]) ||
        !same_errors(&comparison, requantised.text, &claimed->requantised_at[s], &score->requantised_at[s]))
      return false;
  }
  return true;
}
