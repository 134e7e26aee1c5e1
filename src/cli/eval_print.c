#include "cli/eval_print.h"
#include "export/json_writer.h"
#include "model/significant.h"

#include "cli/json_print.h"
#include "cli/optimum_print.h"
#include "cli/table.h"

void eval_print_rounding(const char *path, const struct design_rounding *rounding, FILE *out) {
  if (rounding->breakpoints + rounding->slopes + rounding->intercepts > 0)
    (void)fprintf(out,
                  "lutdse: note: %s: not on its grid and rounded onto it: %d breakpoints, %d slopes, %d intercepts "
                  "(%d beyond their format, saturated)\n",
                  path, rounding->breakpoints, rounding->slopes, rounding->intercepts, rounding->saturated);
}

static void add_errors(struct table *table, const struct errors *errors) {
  table_add(table, "%.6e", errors->mse);
  table_add(table, "%.6e", errors->mae);
  table_add(table, "%.6e", errors->max_abs);
}

static void add_scale(struct table *table, const struct evaluation *evaluation, const struct errors *at, int s) {
  table_add(table, "%g", evaluation->spec.scales.scale[s]);
  table_add(table, "%lld", (long long)evaluation->score.codes[s]);
  if (evaluation->score.codes[s] > 0) {
    add_errors(table, &at[s]);
    return;
  }
  for (int i = 0; i < 3; i++)
    table_add(table, "-");
}

static bool print_errors(const struct evaluation *evaluation, const struct errors *total, const struct errors *at,
                         FILE *out, struct error *err) {
  static const char *const titles[] = {"scale", "codes", "mse", "mae", "max_abs"};
  struct table table = {.columns = sizeof titles / sizeof titles[0]};
  for (size_t i = 0; i < table.columns; i++)
    table_add(&table, "%s", titles[i]);
  long long codes = 0;
  for (int s = 0; s < evaluation->spec.scales.count; s++) {
    add_scale(&table, evaluation, at, s);
    codes += evaluation->score.codes[s];
  }
  table_add(&table, "set");
  table_add(&table, "%lld", codes);
  add_errors(&table, total);
  return table_print(&table, out) || error_memory(err, "table of errors");
}

/* A table per scale can be better than any that all scales share. */
static void print_optimum(const struct evaluation *evaluation, FILE *out) {
  char gap[64];
  if (evaluation->optimum.kind == OPTIMUM_NONE)
    return;
  optimum_gap_text(&evaluation->optimum, evaluation->gap, gap, sizeof gap);
  (void)fprintf(out, "\n%s %s: %.6e, gap %s%s\n",
                evaluation->optimum.kind == OPTIMUM_EXACT ? "proven optimum of" : "lower bound of",
                evaluation->objective, evaluation->optimum.value, gap,
                evaluation->gap >= 0 ? ""
                : evaluation->gqa    ? " (each scale has breakpoints of its own)"
                                     : " (outside the rules: tails not pinned, or beyond the limit)");
}

bool eval_print_table(const struct evaluation *evaluation, FILE *out, struct error *err) {
  const struct spec *spec = &evaluation->spec;
  const struct score *score = &evaluation->score;
  char slope[FORMAT_TEXT], intercept[FORMAT_TEXT];
  char ranges[32] = "";
  if (spec->ranges != 0)
    (void)snprintf(ranges, sizeof ranges, ", %d input ranges", spec->ranges);
  (void)fprintf(out, "%s: %d entries, in_bits %d, slopes %s, intercepts %s, tails %s%s%s%s%s\n", spec->function->name,
                spec->entries, spec->in_bits, significant_text(spec->slope, spec->slope_significant, slope),
                significant_text(spec->intercept, spec->intercept_significant, intercept), tails_name(spec->tails),
                ranges, spec->weight == NULL ? "" : ", weight ", spec->weight == NULL ? "" : spec->weight->name,
                evaluation->gqa ? ", breakpoints per scale" : "");
  if (!print_errors(evaluation, &score->exact, score->exact_at, out, err))
    return false;
  if (spec->output.bits != 0) {
    (void)fprintf(out, "\nrequantised to %d bits at scale %g:\n", spec->output.bits, spec->output.scale);
    if (!print_errors(evaluation, &score->requantised, score->requantised_at, out, err))
      return false;
  }
  print_optimum(evaluation, out);
  if (evaluation->verified == EVAL_AGREES)
    (void)fprintf(out, "\nThe errors in the file agree.\n");
  return true;
}

/* The same shape as `errors` of a design file. */
static json_t *score_json(const struct evaluation *evaluation, const struct errors *total, const struct errors *at) {
  json_t *list = json_array();
  for (int s = 0; s < evaluation->spec.scales.count; s++)
    json_append(&list, json_pack("{s:f, s:I, s:f, s:f, s:f}", "scale", evaluation->spec.scales.scale[s], "codes",
                                 (json_int_t)evaluation->score.codes[s], "mse", at[s].mse, "mae", at[s].mae, "max_abs",
                                 at[s].max_abs));
  return json_pack("{s:f, s:f, s:f, s:o}", "mse", total->mse, "mae", total->mae, "max_abs", total->max_abs, "per_scale",
                   list);
}

static json_t *verified_json(enum eval_verified verified) {
  return verified == EVAL_NOT_VERIFIED ? json_null() : json_boolean(verified == EVAL_AGREES);
}

bool eval_print_json(const struct evaluation *evaluation, FILE *out, struct error *err) {
  const struct spec *spec = &evaluation->spec;
  const struct score *score = &evaluation->score;
  const struct design_rounding *rounding = &evaluation->rounding;
  json_t *errors = score_json(evaluation, &score->exact, score->exact_at);
  if (spec->output.bits != 0 &&
      json_object_set_new(errors, "requantised", score_json(evaluation, &score->requantised, score->requantised_at)) !=
          0) {
    json_decref(errors);
    errors = NULL;
  }
  json_t *root =
      json_pack("{s:s, s:i, s:i, s:o, s:o, s:s, s:i, s:s, s:o, s:{s:i, s:i, s:i, s:i}, s:o, s:o}", "function",
                spec->function->name, "entries", spec->entries, "in_bits", spec->in_bits, "slope",
                json_format(spec->slope, spec->slope_significant), "intercept",
                json_format(spec->intercept, spec->intercept_significant), "tails", tails_name(spec->tails), "ranges",
                spec->ranges == 0 ? 1 : spec->ranges, "weight", weight_name(spec->weight), "errors", errors, "rounded",
                "breakpoints", rounding->breakpoints, "slopes", rounding->slopes, "intercepts", rounding->intercepts,
                "saturated", rounding->saturated, "verified", verified_json(evaluation->verified), "optimum",
                optimum_json(evaluation->objective, &evaluation->optimum, evaluation->gap));
  return json_print(root, out, "JSON of the errors", err);
}
