#include "export/design_json_errors.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A prefix for the keys of array element i. */
struct element_prefix {
  char text[64];
};

static struct element_prefix element(const char *prefix, const char *key, size_t i) {
  struct element_prefix name;
  (void)snprintf(name.text, sizeof name.text, "%s%s[%zu].", prefix, key, i);
  return name;
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

bool design_json_read_errors(const struct json_reader *root, struct design_file *out) {
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
