/* Whole operators from the tables of each method: Softmax and LayerNorm in integers. */
#include <math.h>
#include <string.h>

#include "operator/operator.h"
#include "report/work.h"

/* Enough to tell methods apart in a moment; `lutdse operator` scores on more. */
enum { VECTORS = 16, LENGTHS = 2 };
static const int lengths[LENGTHS] = {64, 512};

/* The tables of one method that an operator takes; a NULL design: there is none. */
struct tables {
  struct operator_table of[2]; /* exp and div, or rsqrt */
};

/* The first setting of a family whose function has that name; NULL: none. */
static const struct study_setting *setting_of(const struct study *study, const struct study_family *family,
                                              const char *function) {
  for (size_t i = family->first; i < family->first + family->count; i++) {
    const struct study_setting *const setting = &study->setting[study->shown[i]];
    if (strcmp(setting->as->spec.function->name, function) == 0)
      return setting;
  }
  return NULL;
}

/* The table of a method's median search; false if it has none. */
static bool find_table(const struct study *study, const struct study_family *family, const char *function, int entries,
                       size_t method, struct operator_table *out) {
  const struct study_setting *const setting = setting_of(study, family, function);
  if (setting == NULL)
    return false;
  const struct study_cell cell = study_cell(study, setting, entries, method);
  if (cell.searches == 0 || cell.point == SIZE_MAX)
    return false;
  *out = (struct operator_table){
      .spec = &study->results->points[cell.point].spec,
      .design = &study->results->designs[study->results->outcomes[cell.point].first_design].design};
  return true;
}

static bool score(enum operator_kind kind, const struct tables *tables, struct operator_score *out, struct error *err) {
  struct operator_settings settings = operator_settings_default(kind);
  settings.vectors = VECTORS;
  settings.lengths = LENGTHS;
  memcpy(settings.length, lengths, sizeof lengths);
  return kind == OPERATOR_SOFTMAX ? operator_softmax_score(&tables->of[0], &tables->of[1], &settings, out, err)
                                  : operator_layernorm_score(&tables->of[0], &settings, out, err);
}

static bool find_tables(const struct study *study, const struct study_family *family, enum operator_kind kind,
                        int entries, size_t method, struct tables *out) {
  if (kind == OPERATOR_LAYERNORM)
    return find_table(study, family, "rsqrt", entries, method, &out->of[0]);
  return find_table(study, family, "exp", entries, method, &out->of[0]) &&
         find_table(study, family, "div", entries, method, &out->of[1]);
}

static void add_row(struct data_table *table, const char *operator, int entries, const char *method,
                    const struct operator_figures figures[OPERATOR_VARIANTS], bool softmax) {
  const struct operator_figures *const of = &figures[OPERATOR_TABLES];
  data_table_text(table, "%s", operator);
  data_table_count(table, entries);
  data_table_text(table, "%s", method);
  for (int variant = 0; variant < OPERATOR_VARIANTS; variant++)
    data_table_number(table, figures[variant].mse, 3);
  data_table_number(table, of->max_abs, 3);
  data_table_number(table, softmax ? of->sum_error : (double)NAN, 3);
  data_table_number(table, softmax ? of->top1 : (double)NAN, 3);
  data_table_number(table, softmax ? of->divergence : (double)NAN, 3);
}

/* What cannot be scored (no code of a table fits the operator) is left out; its reason goes to `err`. */
static void add_method(struct data_table *table, const struct study *study, const struct study_family *family,
                       enum operator_kind kind, int entries, size_t method, struct error *err) {
  struct tables tables;
  struct operator_score scored;
  struct operator_figures figures[OPERATOR_VARIANTS];
  if (!find_tables(study, family, kind, entries, method, &tables) || !score(kind, &tables, &scored, err))
    return;
  (void)operator_score_mean(&scored, (struct operator_choice){.distribution = -1}, figures);
  add_row(table, kind == OPERATOR_SOFTMAX ? "Softmax" : "LayerNorm", entries, study->methods.method[method].label,
          figures, kind == OPERATOR_SOFTMAX);
  operator_score_release(&scored);
}

static void fill(struct data_table *table, const struct study *study, const struct study_family *family,
                 struct error *err) {
  static const char *const titles[] = {"MSE|tables",         "MSE|ideal functions", "MSE|output alone",  "Max. error",
                                       "Softmax|sum off by", "Softmax|top 1",       "Softmax|divergence"};
  data_table_column(table, true, "Operator");
  data_table_column(table, false, "Entries");
  data_table_column(table, true, "Method");
  for (size_t c = 0; c < sizeof titles / sizeof titles[0]; c++)
    data_table_column(table, false, "%s", titles[c]);
  for (int kind = 0; kind < OPERATOR_KINDS; kind++)
    for (size_t n = 0; n < family->entries_count; n++)
      for (size_t m = 0; m < study->methods.count; m++)
        add_method(table, study, family, (enum operator_kind)kind, family->entries[n], m, err);
}

static bool add_family(struct work *work, size_t f, bool *any, struct error *err) {
  const struct study_family *const family = &work->study.family[f];
  struct data_table table = {.count = 0}, data = {.count = 0};
  struct error why = {.kind = ERROR_NONE};
  char caption[1024], stem[64];
  fill(&table, &work->study, family, &why);
  if (why.kind == ERROR_INTERNAL || table.failed || data_table_rows(&table) == 0) {
    const bool failed = why.kind == ERROR_INTERNAL || table.failed;
    data_table_release(&table);
    return !failed || error_memory(err, "scores of operators");
  }
  if (!*any)
    page_section(&work->page, "Whole operators");
  *any = true;
  fill(&data, &work->study, family, &why);
  work_stem(work, "operators", f, 0, stem, sizeof stem);
  (void)snprintf(caption, sizeof caption,
                 "Softmax and LayerNorm in integers from the tables of each method's median searches, against double "
                 "precision; beside them ideal functions with the same roundings, and nothing but the output rounded. "
                 "Means over vectors of 64 and 512 values of all distributions. %s.",
                 family->label);
  if (work_add_data(work, &data, stem, err))
    return work_add_table(work, &table, stem, caption, err);
  data_table_release(&table);
  return false;
}

bool part_operators(struct work *work, struct error *err) {
  bool any = false;
  work_begin_part(work, "whole operators");
  for (size_t f = 0; f < work->study.family_count; f++)
    if (!add_family(work, f, &any, err))
      return false;
  if (any)
    page_paragraph(&work->page,
                   "An operator asks its tables at scales and codes of its own: the best table over all scales "
                   "of a set need not be the best one here. A table for the operator alone has the scales, or "
                   "the weights, that the operator uses.");
  else
    work_missing(work, "Whole operators",
                 "No method has tables of exp and div (for Softmax), or of rsqrt (for LayerNorm), in the same setting; "
                 "add these functions.");
  return true;
}
