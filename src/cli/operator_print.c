#include "cli/operator_print.h"

#include <math.h>

#include "cli/table.h"
#include "model/significant.h"

static const struct operator_choice everything = {.length = 0, .distribution = -1, .scale = 0};

static void print_source(const struct operator_source *source, enum operator_role role, FILE *out) {
  const struct spec *const spec = source->table.spec;
  char slope[FORMAT_TEXT], intercept[FORMAT_TEXT];
  (void)fprintf(out, "%s: %d entries on [%g, %g], in_bits %d, slopes %s, intercepts %s, tails %s",
                operator_role_name(role), spec->entries, spec->function->lo, spec->function->hi, spec->in_bits,
                significant_text(spec->slope, spec->slope_significant, slope),
                significant_text(spec->intercept, spec->intercept_significant, intercept), tails_name(spec->tails));
  if (spec->ranges > 1)
    (void)fprintf(out, ", %d ranges", spec->ranges);
  (void)fprintf(out, "; mse %.4e (%s)\n", source->errors.mse,
                source->path == NULL ? "the best table, computed" : source->path);
}

static void print_settings(const struct operator_score *score, FILE *out) {
  const struct operator_settings *const s = &score->settings;
  const bool softmax = score->kind == OPERATOR_SOFTMAX;
  (void)fprintf(out, "%s: inputs of %d bits", operator_kind_name(score->kind), s->input_bits);
  if (softmax)
    (void)fprintf(out, ", e^x in %d bits", s->exp_bits);
  (void)fprintf(out, ", %s in %d bits from codes %d to %d at scale %g, outputs of %d bits at 2^-%d",
                softmax ? "1/x" : "1/sqrt x", s->reciprocal_bits, (int)score->unit_first, (int)score->unit_last,
                score->unit_scale, s->out_bits, s->out_frac);
  if (!softmax)
    (void)fprintf(out, ", epsilon %g", s->epsilon);
  (void)fprintf(out, "\nvectors: %d of each length and distribution, spread %g, seed %llu\n\n", s->vectors, s->spread,
                (unsigned long long)s->seed);
}

static void add_figures(struct table *table, const struct operator_figures *figures, bool softmax) {
  table_add(table, "%.4e", figures->mse);
  table_add(table, "%.4e", figures->mae);
  table_add(table, "%.4e", figures->max_abs);
  if (!softmax)
    return;
  table_add(table, "%.4e", figures->sum_error);
  table_add(table, "%.4f", figures->top1);
  table_add(table, "%.4e", figures->divergence);
}

/* A line for each variant; only the first is named. */
static void add_lines(struct table *table, const char *name, const struct operator_figures *figures, bool softmax) {
  for (int v = 0; v < OPERATOR_VARIANTS; v++) {
    table_add(table, "%s", v == 0 ? name : "");
    table_add(table, "%s", operator_variant_name((enum operator_variant)v));
    add_figures(table, &figures[v], softmax);
  }
}

static void add_mean(struct table *table, const struct operator_score *score, const char *name,
                     struct operator_choice choice) {
  struct operator_figures figures[OPERATOR_VARIANTS];
  (void)operator_score_mean(score, choice, figures);
  add_lines(table, name, figures, score->kind == OPERATOR_SOFTMAX);
}

static void add_means(struct table *table, const struct operator_score *score) {
  const struct operator_settings *const s = &score->settings;
  char name[64];
  add_mean(table, score, "all", everything);
  for (int i = 0; i < s->lengths; i++) {
    struct operator_choice choice = everything;
    choice.length = s->length[i];
    (void)snprintf(name, sizeof name, "length %d", s->length[i]);
    add_mean(table, score, name, choice);
  }
  for (int i = 0; i < s->distributions; i++) {
    struct operator_choice choice = everything;
    choice.distribution = (int)s->distribution[i];
    add_mean(table, score, operator_distribution_name(s->distribution[i]), choice);
  }
  for (int i = 0; i < s->scales.count; i++) {
    struct operator_choice choice = everything;
    choice.scale = s->scales.scale[i];
    (void)snprintf(name, sizeof name, "scale %g", choice.scale);
    add_mean(table, score, name, choice);
  }
}

static void add_cases(struct table *table, const struct operator_score *score) {
  char name[128];
  for (size_t i = 0; i < score->count; i++) {
    const struct operator_case *const at = &score->cases[i];
    (void)snprintf(name, sizeof name, "%d %s %g", at->length, operator_distribution_name(at->distribution), at->scale);
    add_lines(table, name, at->figures, score->kind == OPERATOR_SOFTMAX);
  }
}

bool operator_print_table(const struct operator_score *score, const struct operator_tables *tables, bool each,
                          FILE *out, struct error *err) {
  static const char *const titles[] = {"vectors", "variant", "mse", "mae", "max_abs", "|sum - 1|", "top-1", "KL"};
  struct table table = {.columns = score->kind == OPERATOR_SOFTMAX ? 8 : 5};
  for (int role = 0; role < OPERATOR_ROLES; role++)
    if (operator_role_of((enum operator_role)role, score->kind))
      print_source(&tables->role[role], (enum operator_role)role, out);
  print_settings(score, out);
  for (size_t i = 0; i < table.columns; i++)
    table_add(&table, "%s", titles[i]);
  if (each)
    add_cases(&table, score);
  else
    add_means(&table, score);
  return table_print(&table, out) || error_memory(err, "table of errors");
}
