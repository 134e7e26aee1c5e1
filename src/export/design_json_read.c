#include "export/design_json.h"

#include <math.h>
#include <string.h>

#include "export/design_json_errors.h"
#include "export/design_json_function.h"
#include "export/design_json_hardware.h"
#include "export/design_json_optimum.h"
#include "export/weight_json.h"
#include "model/significant.h"

static bool read_int(const struct json_reader *reader, const char *key, int min, int max, int *out) {
  long long value = 0;
  if (!json_read_integer(reader, key, min, max, &value))
    return false;
  *out = (int)value;
  return true;
}

/* "bits" are the significant ones if there are several exponents. */
static bool read_format(const struct json_reader *root, const char *key, const char *prefix, struct format *out,
                        int *significant) {
  static const char *const known[] = {"bits", "frac", "exponents", NULL};
  struct json_reader reader;
  int bits = 0, exponents = 1;
  if (!json_read_object(root, key, prefix, &reader) || !json_check_keys(&reader, known) ||
      !read_int(&reader, "bits", FORMAT_BITS_MIN, FORMAT_BITS_MAX, &bits) ||
      !read_int(&reader, "frac", 0, FORMAT_FRAC_MAX, &out->frac) ||
      (json_has(&reader, "exponents") && !read_int(&reader, "exponents", 1, EXPONENTS_MAX, &exponents)))
    return false;
  if (bits + exponents - 1 > FORMAT_BITS_MAX)
    return json_fail(&reader, "exponents", "%d; allowed with %d bits: at most %d", exponents, bits,
                     FORMAT_BITS_MAX - bits + 1);
  out->bits = bits + exponents - 1;
  *significant = exponents == 1 ? 0 : bits;
  return true;
}

static bool read_output(const struct json_reader *root, struct output_stage *out) {
  static const char *const known[] = {"bits", "scale", NULL};
  struct json_reader reader;
  return json_read_object(root, "output", "output.", &reader) && json_check_keys(&reader, known) &&
         read_int(&reader, "bits", OUT_BITS_MIN, OUT_BITS_MAX, &out->bits) &&
         json_read_real(&reader, "scale", &out->scale);
}

/* A range alone is the domain, which a spec calls none. */
static bool read_ranges(const struct json_reader *root, int *out) {
  if (!read_int(root, "ranges", 1, RANGES_MAX, out))
    return false;
  if (*out == 1)
    *out = 0;
  return true;
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
  if (!design_json_read_function(root, out) || !read_weight(root, out) ||
      !read_int(root, "in_bits", IN_BITS_MIN, IN_BITS_MAX, &spec->in_bits) ||
      !json_read_reals(root, "scales", 1, SCALE_MAX, spec->scales.scale, &scales) ||
      !read_format(root, "slope", "slope.", &spec->slope, &spec->slope_significant) ||
      !read_format(root, "intercept", "intercept.", &spec->intercept, &spec->intercept_significant) ||
      (json_has(root, "ranges") && !read_ranges(root, &spec->ranges)) || !read_tails(root, &spec->tails) ||
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
static int code_values(int32_t *code, int count, struct format format, int significant, const double *value,
                       int *saturated) {
  int moved = 0;
  for (int i = 0; i < count; i++) {
    code[i] = significant_code(format, significant, value[i]);
    moved += format_value(format, code[i]) != value[i];
    /* More than one step away: not rounding, but the end of the range. */
    *saturated += fabs(format_value(format, code[i]) - value[i]) >
                  ldexp(1, significant_exponents(format, significant) - 1 - format.frac);
  }
  return moved;
}

bool design_from_reals(struct design *out, const struct spec *spec, const double *breakpoint, const double *slope,
                       const double *intercept, struct design_rounding *rounding, struct error *err) {
  memset(out, 0, sizeof *out);
  out->entries = spec->entries;
  if (!code_breakpoints(out, scale_set_finest(&spec->scales), breakpoint, rounding, err))
    return false;
  rounding->slopes +=
      code_values(out->slope, out->entries, spec->slope, spec->slope_significant, slope, &rounding->saturated);
  rounding->intercepts += code_values(out->intercept, out->entries, spec->intercept, spec->intercept_significant,
                                      intercept, &rounding->saturated);
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

/* Provenance and cost are for people and other programs: only their types are checked. */
static bool check_rest(const struct json_reader *root) {
  const char *text = NULL;
  struct json_reader cost;
  return (!json_has(root, "cost") || json_read_object(root, "cost", "cost.", &cost)) &&
         (!json_has(root, "point") || json_read_text(root, "point", &text)) &&
         (!json_has(root, "lutdse") || json_read_text(root, "lutdse", &text));
}

static bool read_design(const json_t *object, const char *path, struct design_file *out, struct error *err) {
  static const char *const known[] = {"function", "definition", "in_bits", "scales",      "slope",  "intercept",
                                      "tails",    "output",     "entries", "breakpoints", "slopes", "intercepts",
                                      "errors",   "optimum",    "cost",    "point",       "lutdse", "weight",
                                      "hardware", "ranges",     NULL};
  const struct json_reader root = {path, "", object, err};
  return json_check_keys(&root, known) && read_spec(&root, out) && read_table(&root, out) &&
         (!json_has(&root, "errors") || design_json_read_errors(&root, out)) &&
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
