#include "export/gqa_json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export/json_reader.h"

/* The j of a key, or -1. */
static int key_exponent(const char *key) {
  const size_t length = strlen(key);
  if (length < 1 || length > 2 || strspn(key, "0123456789") != length)
    return -1;
  const long exponent = strtol(key, NULL, 10);
  return exponent <= GQA_EXPONENT_MAX ? (int)exponent : -1;
}

static bool looks_like_gqa(const json_t *root) {
  if (json_object_size(root) != 1)
    return false;
  const json_t *tables = json_object_iter_value(json_object_iter((json_t *)root));
  return json_is_object(tables) && json_object_size(tables) > 0 &&
         key_exponent(json_object_iter_key(json_object_iter((json_t *)tables))) >= 0;
}

bool gqa_json_detect(const char *text, size_t size) {
  struct error ignored;
  json_t *root = json_text_read(text, size, "", &ignored);
  const bool is_gqa = root != NULL && looks_like_gqa(root);
  json_decref(root);
  return is_gqa;
}

static bool read_table(const struct json_reader *tables, const char *key, struct gqa_file *out) {
  static const char *const known[] = {"breakpoints", "slopes", "intercepts", NULL};
  const int exponent = key_exponent(key);
  if (exponent < 0)
    return json_fail(tables, key, "not a scale; keys are the whole numbers j from 0 to %d of the scales 2^-j",
                     GQA_EXPONENT_MAX);
  char prefix[128];
  (void)snprintf(prefix, sizeof prefix, "%s%s.", tables->prefix, key);
  struct gqa_table *table = &out->table[out->count];
  table->scale = ldexp(1, -exponent);
  struct json_reader reader;
  size_t slopes = 0, count = 0;
  const size_t min = out->count > 0 ? (size_t)out->entries : ENTRIES_MIN;
  const size_t max = out->count > 0 ? (size_t)out->entries : ENTRIES_MAX;
  if (!json_read_object(tables, key, prefix, &reader) || !json_check_keys(&reader, known) ||
      !json_read_reals(&reader, "slopes", min, max, table->slope, &slopes) ||
      !json_read_reals(&reader, "intercepts", slopes, slopes, table->intercept, &count) ||
      !json_read_reals(&reader, "breakpoints", slopes - 1, slopes - 1, table->breakpoint, &count))
    return false;
  out->entries = (int)slopes;
  out->count++;
  return true;
}

static int compare_tables(const void *left, const void *right) {
  const double a = ((const struct gqa_table *)left)->scale, b = ((const struct gqa_table *)right)->scale;
  return (a < b) - (a > b);
}

static bool read_tables(const struct json_reader *tables, struct gqa_file *out) {
  const char *key = NULL;
  json_t *value = NULL;
  json_object_foreach((json_t *)tables->object, key, value) {
    /* "0" and "00" are two keys for one scale, so there can be more than exponents. */
    if (out->count == SCALE_MAX)
      return json_fail(tables, key, "more than %d scales", SCALE_MAX);
    if (!read_table(tables, key, out))
      return false;
  }
  qsort(out->table, (size_t)out->count, sizeof out->table[0], compare_tables);
  return true;
}

static bool read_root(const json_t *root, const char *path, struct gqa_file *out, struct error *err) {
  const struct json_reader reader = {path, "", root, err};
  if (!looks_like_gqa(root))
    return error_set(err, ERROR_INPUT, "%s: not in GQA-LUT's format: one function with tables under \"0\", \"1\", ...",
                     path);
  const char *name = json_object_iter_key(json_object_iter((json_t *)root));
  out->function = function_find(name);
  if (out->function == NULL)
    return json_fail(&reader, name, "no built-in function; 'lutdse functions' lists them");
  char prefix[64];
  (void)snprintf(prefix, sizeof prefix, "%s.", name);
  struct json_reader tables;
  return json_read_object(&reader, name, prefix, &tables) && read_tables(&tables, out);
}

static bool take_root(struct gqa_file *out, json_t *root, const char *path, struct error *err) {
  memset(out, 0, sizeof *out);
  if (root == NULL)
    return false;
  const bool ok = read_root(root, path, out, err);
  json_decref(root);
  return ok;
}

bool gqa_json_parse(struct gqa_file *out, const char *text, size_t size, const char *path, struct error *err) {
  return take_root(out, json_text_read(text, size, path, err), path, err);
}

const struct gqa_table *gqa_find_table(const struct gqa_file *file, double scale) {
  for (int i = 0; i < file->count; i++)
    if (file->table[i].scale == scale)
      return &file->table[i];
  return NULL;
}

bool gqa_complete_spec(const struct gqa_file *file, struct spec *spec, struct error *err) {
  spec->function = file->function;
  spec->entries = file->entries;
  if (spec->scales.count == 0)
    for (; spec->scales.count < file->count; spec->scales.count++)
      spec->scales.scale[spec->scales.count] = file->table[spec->scales.count].scale;
  for (int s = 0; s < spec->scales.count; s++)
    if (gqa_find_table(file, spec->scales.scale[s]) == NULL)
      return error_set(err, ERROR_INPUT, "scales: the file has no table for %.17g", spec->scales.scale[s]);
  return spec_check(spec, err);
}

/* Score one table as a set of a single scale. */
static bool score_table(const struct gqa_table *table, const struct spec *set, struct score *one,
                        struct design_rounding *rounding, struct error *err) {
  struct spec spec = *set;
  spec.scales.count = 1;
  spec.scales.scale[0] = table->scale;
  struct design design;
  if (!design_from_reals(&design, &spec, table->breakpoint, table->slope, table->intercept, rounding, err))
    return error_prefix(err, "scale %g", table->scale);
  evaluate(&spec, &design, one);
  return true;
}

static void add_scale(struct errors *total, const struct errors *at) {
  total->mse += at->mse;
  total->mae += at->mae;
  total->max_abs = fmax(total->max_abs, at->max_abs);
}

bool gqa_score(const struct gqa_file *file, const struct spec *spec, struct score *score,
               struct design_rounding *rounding, struct error *err) {
  memset(score, 0, sizeof *score);
  memset(rounding, 0, sizeof *rounding);
  for (int s = 0; s < spec->scales.count; s++) {
    struct score one = {.scales_counted = 0};
    if (!score_table(gqa_find_table(file, spec->scales.scale[s]), spec, &one, rounding, err))
      return false;
    if (one.scales_counted == 0)
      continue;
    score->codes[s] = one.codes[0];
    score->exact_at[s] = one.exact_at[0];
    score->requantised_at[s] = one.requantised_at[0];
    score->scales_counted++;
    add_scale(&score->exact, &one.exact_at[0]);
    add_scale(&score->requantised, &one.requantised_at[0]);
  }
  score->exact.mse /= score->scales_counted;
  score->exact.mae /= score->scales_counted;
  score->requantised.mse /= score->scales_counted;
  score->requantised.mae /= score->scales_counted;
  return true;
}
