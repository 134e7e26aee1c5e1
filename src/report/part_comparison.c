/* Methods side by side: tables and bars of what they found. */
#include <math.h>
#include <string.h>

#include "report/sheet.h"
#include "report/work.h"

/* plots/style.gp with plots/report_bars.gp. */
extern const char plots_report_bars_gp[];

static void add_columns(struct data_table *table, const struct study *study, const bool *use, bool proven) {
  data_table_column(table, true, "Function");
  data_table_column(table, false, "Entries");
  for (size_t m = 0; m < study->methods.count; m++) {
    if (!use[m])
      continue;
    if (m == study->methods.optimum || !proven) {
      data_table_column(table, false, "%s", study->methods.method[m].label);
      continue;
    }
    data_table_column(table, false, "%s|median", study->methods.method[m].label);
    data_table_column(table, false, "%s|ratio", study->methods.method[m].label);
  }
}

/* The method with the smallest median, the optimum left aside. */
static size_t best_method(const struct study *study, const struct study_setting *setting, int entries) {
  size_t best = METHODS_MAX;
  double least = INFINITY;
  for (size_t m = 0; m < study->methods.count; m++) {
    const struct study_cell cell = study_cell(study, setting, entries, m);
    if (m != study->methods.optimum && cell.searches > 0 && cell.median < least) {
      least = cell.median;
      best = m;
    }
  }
  return best;
}

static void add_row(struct data_table *table, const struct study *study, const struct study_setting *setting,
                    int entries, const bool *use, bool proven) {
  const double optimum = study_optimum(study, setting, entries);
  const size_t best = best_method(study, setting, entries);
  data_table_text(table, "%s", setting->label);
  data_table_count(table, entries);
  for (size_t m = 0; m < study->methods.count; m++) {
    if (!use[m])
      continue;
    const struct study_cell cell = study_cell(study, setting, entries, m);
    data_table_number(table, cell.searches > 0 ? cell.median : (double)NAN, 3);
    if (m == best)
      data_table_strong(table);
    if (m != study->methods.optimum && proven)
      data_table_number(table, cell.searches > 0 ? cell.median / optimum : (double)NAN, 3);
  }
}

/* Whether a setting has anything at an entry count. */
static bool has_row(const struct study *study, const struct study_setting *setting, int entries) {
  for (size_t m = 0; m < study->methods.count; m++)
    if (study_cell(study, setting, entries, m).searches > 0)
      return true;
  return false;
}

static bool add_medians(struct work *work, const struct study_family *family, const bool *use, const char *stem,
                        struct error *err) {
  const struct study *const study = &work->study;
  const bool proven = study->methods.optimum < METHODS_MAX && use[study->methods.optimum];
  struct data_table table = {.count = 0};
  char caption[1024];
  add_columns(&table, study, use, proven);
  for (size_t i = family->first; i < family->first + family->count; i++)
    for (size_t n = 0; n < family->entries_count; n++)
      if (has_row(study, &study->setting[study->shown[i]], family->entries[n]))
        add_row(&table, study, &study->setting[study->shown[i]], family->entries[n], use, proven);
  (void)snprintf(caption, sizeof caption, "%s: median over seeds and repeats%s; the best method is in bold. %s.",
                 figure_error_label(study->error), proven ? ", and its ratio to the proven optimum" : "",
                 family->label);
  return work_add_table(work, &table, stem, caption, err);
}

/* The axes that hold every bar. */
static struct figure_axes bar_axes(const struct study *study, const struct study_family *family) {
  struct figure_span span = figure_span_empty();
  for (size_t i = family->first; i < family->first + family->count; i++)
    for (size_t n = 0; n < family->entries_count; n++)
      for (size_t m = 0; m < study->methods.count; m++) {
        const struct study_cell cell = study_cell(study, &study->setting[study->shown[i]], family->entries[n], m);
        figure_span_add(&span, cell.searches > 0 ? cell.best : (double)NAN);
        figure_span_add(&span, cell.searches > 0 ? cell.worst : (double)NAN);
      }
  struct figure_axes axes = {.cost_min = 0.5, .cost_max = (double)family->count + 0.5};
  figure_axes_set_errors(&axes, &span);
  return axes;
}

/* Columns group, method (of those in use), median, best, worst, number of the method. */
static bool write_bars(struct sheet *sheet, const struct study_family *family, size_t n, const bool *use,
                       const struct figure_axes *axes, struct error *err) {
  const struct study *const study = &sheet->work->study;
  FILE *const out = sheet_columns(sheet, "bars", n, 0, err);
  if (out == NULL)
    return false;
  for (size_t i = 0; i < family->count; i++)
    for (size_t m = 0, place = 0; m < study->methods.count; m++) {
      const struct study_setting *const setting = &study->setting[study->shown[family->first + i]];
      const struct study_cell cell = study_cell(study, setting, family->entries[n], m);
      if (use[m] && cell.searches > 0)
        (void)fprintf(out, "%zu %zu %.9g %.9g %.9g %zu\n", i + 1, place, figure_drawn_error(axes, cell.median),
                      figure_drawn_error(axes, cell.best), figure_drawn_error(axes, cell.worst), m + 1);
      place += use[m];
    }
  return true;
}

static bool draw_bars(struct work *work, const struct study_family *family, const bool *use, const char *stem,
                      struct error *err) {
  const struct study *const study = &work->study;
  const struct figure_axes axes = bar_axes(study, family);
  const struct sheet_layout layout = {.panels = family->entries_count,
                                      .axes = axes,
                                      .x_label = "",
                                      .y_label = figure_error_label(study->error),
                                      .height = 0.75 + 1.5 * (double)family->entries_count};
  struct sheet sheet;
  char text[512];
  if (!sheet_begin(&sheet, work, &layout, err))
    return false;
  sheet_methods(&sheet, &study->methods, use);
  sheet_array(&sheet, "groups", family->count);
  for (size_t i = 0; i < family->count; i++)
    sheet_name(&sheet, "groups", i, study->setting[study->shown[family->first + i]].label);
  (void)fprintf(sheet.parameters, "group_count = %zu\n", family->count);
  bool ok = true;
  for (size_t n = 0; ok && n < family->entries_count; n++) {
    (void)snprintf(text, sizeof text, "%d entries", family->entries[n]);
    sheet_name(&sheet, "names", n, text);
    ok = write_bars(&sheet, family, n, use, &axes, err);
  }
  (void)snprintf(text, sizeof text,
                 "Methods side by side: bars are medians, whiskers reach from the best to the worst search. %s.",
                 family->label);
  if (ok)
    return sheet_end(&sheet, plots_report_bars_gp, stem, text, err);
  sheet_discard(&sheet);
  return false;
}

bool part_comparison(struct work *work, struct error *err) {
  const struct study *const study = &work->study;
  bool ok = true;
  work_begin_part(work, "methods side by side");
  page_section(&work->page, "Methods side by side");
  for (size_t f = 0; ok && f < study->family_count; f++) {
    const struct study_family *const family = &study->family[f];
    bool use[METHODS_MAX];
    char stem[64];
    study_methods(study, family, use);
    work_stem(work, "comparison", f, 0, stem, sizeof stem);
    ok = add_medians(work, family, use, stem, err) && draw_bars(work, family, use, stem, err);
  }
  return ok;
}
