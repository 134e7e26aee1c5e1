#include "cli/json_print.h"
#include "cli/operator_print.h"
#include "export/json_writer.h"

static json_t *figures_json(const struct operator_figures *figures, bool softmax) {
  json_t *object = json_pack("{s:f, s:f, s:f}", "mse", figures->mse, "mae", figures->mae, "max_abs", figures->max_abs);
  if (softmax && object != NULL)
    (void)json_object_update_new(object, json_pack("{s:f, s:f, s:f}", "sum_error", figures->sum_error, "top1",
                                                   figures->top1, "divergence", figures->divergence));
  return object;
}

static json_t *variants_json(const struct operator_figures *figures, bool softmax) {
  return json_pack("{s:o, s:o, s:o}", "tables", figures_json(&figures[OPERATOR_TABLES], softmax), "ideal",
                   figures_json(&figures[OPERATOR_IDEAL], softmax), "output",
                   figures_json(&figures[OPERATOR_OUTPUT], softmax));
}

static json_t *cases_json(const struct operator_score *score) {
  json_t *list = json_array();
  for (size_t i = 0; i < score->count; i++) {
    const struct operator_case *const at = &score->cases[i];
    json_append(&list, json_pack("{s:i, s:s, s:f, s:o}", "length", at->length, "distribution",
                                 operator_distribution_name(at->distribution), "scale", at->scale, "figures",
                                 variants_json(at->figures, score->kind == OPERATOR_SOFTMAX)));
  }
  return list;
}

static json_t *source_json(const struct operator_source *source) {
  const struct spec *const spec = source->table.spec;
  return json_pack("{s:s?, s:s, s:[f, f], s:i, s:i, s:i, s:o, s:o, s:s, s:{s:f, s:f, s:f}}", "file", source->path,
                   "function", spec->function->name, "domain", spec->function->lo, spec->function->hi, "ranges",
                   spec->ranges > 1 ? spec->ranges : 1, "entries", spec->entries, "in_bits", spec->in_bits, "slope",
                   json_format(spec->slope, spec->slope_significant), "intercept",
                   json_format(spec->intercept, spec->intercept_significant), "tails", tails_name(spec->tails),
                   "errors", "mse", source->errors.mse, "mae", source->errors.mae, "max_abs", source->errors.max_abs);
}

static json_t *tables_json(const struct operator_tables *tables, enum operator_kind kind) {
  return kind == OPERATOR_SOFTMAX ? json_pack("{s:o, s:o}", "exp", source_json(&tables->role[ROLE_EXP]), "div",
                                              source_json(&tables->role[ROLE_DIV]))
                                  : json_pack("{s:o}", "rsqrt", source_json(&tables->role[ROLE_RSQRT]));
}

static json_t *settings_json(const struct operator_score *score) {
  const struct operator_settings *const s = &score->settings;
  json_t *object = json_pack("{s:i, s:i, s:i, s:i, s:f, s:i, s:I}", "input_bits", s->input_bits, "reciprocal_bits",
                             s->reciprocal_bits, "out_bits", s->out_bits, "out_frac", s->out_frac, "spread", s->spread,
                             "vectors", s->vectors, "seed", (json_int_t)s->seed);
  json_t *own = score->kind == OPERATOR_SOFTMAX ? json_pack("{s:i}", "exp_bits", s->exp_bits)
                                                : json_pack("{s:f}", "epsilon", s->epsilon);
  (void)json_object_update_new(object, own);
  return object;
}

bool operator_print_json(const struct operator_score *score, const struct operator_tables *tables, FILE *out,
                         struct error *err) {
  const struct operator_choice everything = {.length = 0, .distribution = -1, .scale = 0};
  struct operator_figures figures[OPERATOR_VARIANTS];
  (void)operator_score_mean(score, everything, figures);
  json_t *root =
      json_pack("{s:s, s:o, s:o, s:{s:f, s:i, s:i}, s:o, s:o}", "operator", operator_kind_name(score->kind), "tables",
                tables_json(tables, score->kind), "settings", settings_json(score), "unit", "scale", score->unit_scale,
                "first", (int)score->unit_first, "last", (int)score->unit_last, "figures",
                variants_json(figures, score->kind == OPERATOR_SOFTMAX), "cases", cases_json(score));
  return json_print(root, out, "JSON of the operator", err);
}
