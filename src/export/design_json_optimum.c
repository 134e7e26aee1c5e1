#include "export/design_json_optimum.h"

#include <math.h>

#include "export/json_writer.h"

/* JSON has no infinity: an infinite gap is null. */
static bool put(json_t *root, const char *objective, const struct optimum *optimum, double gap, double limit) {
  if (optimum->kind == OPTIMUM_NONE)
    return true;
  json_t *object = json_pack("{s:s}", "objective", objective);
  return json_object_set_new(root, "optimum", object) == 0 && json_put_real(object, "value", optimum->value) &&
         json_object_set_new(object, "kind", json_string(optimum_kind_name(optimum->kind))) == 0 &&
         json_object_set_new(object, "gap", isfinite(gap) ? json_real(gap) : json_null()) == 0 &&
         (isinf(limit) || json_put_real(object, "max_abs_limit", limit));
}

bool design_json_put_optimum(json_t *root, const struct point *point, const struct scored_design *design,
                             const struct optimum *optimum) {
  return put(root, point_objective(point), optimum, optimum_gap(optimum, design_error(design, point_metric(point))),
             point_max_abs_limit(point));
}

bool design_json_put_claim(json_t *root, const struct claimed_optimum *claim, const struct score *score,
                           bool requantised) {
  return put(root, objective_name(claim->metric, requantised), &claim->optimum,
             optimum_gap(&claim->optimum, score_error(score, claim->metric)), claim->max_abs_limit);
}

static bool read_kind(const struct json_reader *reader, enum optimum_kind *out) {
  const char *name = NULL;
  if (!json_read_text(reader, "kind", &name))
    return false;
  const int kind = optimum_kind_parse(name);
  if (kind <= OPTIMUM_NONE)
    return json_fail(reader, "kind", "'%.32s' is not one of bound, exact", name);
  *out = (enum optimum_kind)kind;
  return true;
}

static bool read_objective(const struct json_reader *reader, bool requantised, enum error_metric *out) {
  const char *name = NULL;
  if (!json_read_text(reader, "objective", &name))
    return false;
  const int metric = objective_parse(name, requantised);
  if (metric < 0)
    return json_fail(reader, "objective", "'%.32s' is not one of %s", name,
                     requantised ? "mse_requantised, mae_requantised, max_abs_requantised" : "mse, mae, max_abs");
  *out = (enum error_metric)metric;
  return true;
}

static bool read_limit(const struct json_reader *reader, struct claimed_optimum *out) {
  out->max_abs_limit = INFINITY;
  if (!json_has(reader, "max_abs_limit"))
    return true;
  if (!json_read_real(reader, "max_abs_limit", &out->max_abs_limit))
    return false;
  if (out->metric != ERROR_MSE)
    return json_fail(reader, "max_abs_limit", "goes with the mean squared error only");
  return out->max_abs_limit >= 0 || json_fail(reader, "max_abs_limit", "%g; allowed: 0 and more", out->max_abs_limit);
}

static bool read_gap(const struct json_reader *reader, double *out) {
  *out = NAN;
  if (!json_has(reader, "gap"))
    return true;
  if (!json_is_null(json_object_get(reader->object, "gap")))
    return json_read_real(reader, "gap", out);
  *out = INFINITY;
  return true;
}

bool design_json_read_optimum(const struct json_reader *root, bool requantised, struct claimed_optimum *out) {
  static const char *const known[] = {"objective", "value", "kind", "gap", "max_abs_limit", NULL};
  struct json_reader reader;
  double *value = &out->optimum.value;
  if (!json_has(root, "optimum"))
    return true;
  if (!json_read_object(root, "optimum", "optimum.", &reader) || !json_check_keys(&reader, known) ||
      !read_objective(&reader, requantised, &out->metric) || !json_read_real(&reader, "value", value) ||
      !read_kind(&reader, &out->optimum.kind) || !read_gap(&reader, &out->gap) || !read_limit(&reader, out))
    return false;
  return *value >= 0 || json_fail(&reader, "value", "%g; an error is at least 0", *value);
}

static bool differ(const char *path, const char *key, double said, double found, struct error *err) {
  return error_set(err, ERROR_INPUT, "%s: optimum.%s: the file says %.17g, but it is %.17g", path, key, said, found);
}

bool design_file_verify_gap(const struct design_file *file, const struct score *score, double tolerance,
                            const char *path, struct error *err) {
  const struct claimed_optimum *claimed = &file->optimum;
  if (claimed->optimum.kind == OPTIMUM_NONE || isnan(claimed->gap))
    return true;
  const double gap = optimum_gap(&claimed->optimum, score_error(score, claimed->metric));
  if (gap == claimed->gap || fabs(gap - claimed->gap) <= tolerance * (1 + fabs(gap)))
    return true;
  return differ(path, "gap", claimed->gap, gap, err);
}

bool design_file_verify_optimum(const struct design_file *file, const struct optimum *proven, double tolerance,
                                const char *path, struct error *err) {
  const struct optimum *claimed = &file->optimum.optimum;
  const bool less = claimed->value < proven->value * (1 - tolerance);
  const bool more = claimed->value > proven->value * (1 + tolerance);
  const bool wrong = claimed->kind == OPTIMUM_EXACT ? (less || (more && proven->kind == OPTIMUM_EXACT))
                                                    : (more && proven->kind == OPTIMUM_EXACT);
  if (claimed->kind == OPTIMUM_NONE || proven->kind == OPTIMUM_NONE || !wrong)
    return true;
  return differ(path, "value", claimed->value, proven->value, err);
}
