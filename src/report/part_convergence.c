/* How searches come to rest: error against evaluations, engines together. */
#include <math.h>

#include "report/history.h"
#include "report/sheet.h"
#include "report/work.h"

extern const char plots_report_lines_gp[];

struct extent {
  struct figure_span span;
  double least, most;
  bool has[METHODS_MAX]; /* whether a method has anything to show */
  size_t method;         /* the one at hand */
};

static void extend(void *context, double evaluations, double error) {
  struct extent *const extent = context;
  figure_span_add(&extent->span, error);
  extent->least = fmin(extent->least, evaluations);
  extent->most = fmax(extent->most, evaluations);
  extent->has[extent->method] = true;
}

/* Everything on a sheet; false if memory runs out. */
static bool measure(const struct study *study, const struct study_family *family, int entries, struct extent *extent,
                    struct error *err) {
  *extent = (struct extent){.span = figure_span_empty(), .least = INFINITY};
  for (size_t i = family->first; i < family->first + family->count; i++)
    for (size_t m = 0; m < study->methods.count; m++) {
      const struct study_setting *const setting = &study->setting[study->shown[i]];
      extent->method = m;
      if (!history_line(study, setting, entries, m, extend, extent, err))
        return false;
      const struct study_cell cell = study_cell(study, setting, entries, m);
      if (cell.searches > 0)
        figure_span_add(&extent->span, cell.median);
      if (cell.searches > 0 && cell.evaluations > 0)
        extend(extent, cell.evaluations, cell.median);
    }
  return true;
}

struct writer {
  FILE *out;
  struct data_table *table;
  const struct figure_axes *axes;
  const char *setting, *method;
  int entries;
  size_t line;
};

static void write_corner(void *context, double evaluations, double error) {
  const struct writer *const writer = context;
  (void)fprintf(writer->out, "%.9g %.9g %zu\n", evaluations, figure_drawn_error(writer->axes, error), writer->line);
  data_table_text(writer->table, "%s", writer->setting);
  data_table_count(writer->table, writer->entries);
  data_table_text(writer->table, "%s", writer->method);
  data_table_number(writer->table, evaluations, 6);
  data_table_number(writer->table, error, 6);
}

/* Lines; then, as blocks of a negative number, where each method ended; the optimum as a line from end to end. */
static bool write_panel(struct sheet *sheet, size_t index, const struct study_setting *setting, int entries,
                        const struct figure_axes *axes, struct data_table *table, struct error *err) {
  const struct study *const study = &sheet->work->study;
  FILE *const out = sheet_columns(sheet, "lines", index, 0, err);
  for (size_t m = 0; out != NULL && m < study->methods.count; m++) {
    struct writer writer = {out, table, axes, setting->label, study->methods.method[m].label, entries, m + 1};
    if (!history_line(study, setting, entries, m, write_corner, &writer, err))
      return false;
    const struct study_cell cell = study_cell(study, setting, entries, m);
    (void)fputs("\n\n", out);
    if (cell.searches > 0 && m == study->methods.optimum)
      (void)fprintf(out, "%.9g %.9g %zu\n%.9g %.9g %zu\n", axes->cost_min, figure_drawn_error(axes, cell.median), m + 1,
                    axes->cost_max, figure_drawn_error(axes, cell.median), m + 1);
    else if (cell.searches > 0 && cell.evaluations > 0)
      (void)fprintf(out, "%.9g %.9g %d\n", cell.evaluations, figure_drawn_error(axes, cell.median), -(int)(m + 1));
    (void)fputs("\n\n", out);
  }
  return out != NULL;
}

static bool draw(struct work *work, const struct study_family *family, int entries, const char *stem,
                 const struct extent *extent, struct data_table *table, struct error *err) {
  const struct study *const study = &work->study;
  struct sheet sheet;
  bool use[METHODS_MAX];
  char text[512];
  struct figure_axes axes = {.cost_min = extent->least / 1.5, .cost_max = extent->most * 1.5, .log_cost = true};
  figure_axes_set_errors(&axes, &extent->span);
  const struct sheet_layout layout = {family->count, axes, "Evaluations", figure_error_label(study->error), 0};
  if (!sheet_begin(&sheet, work, &layout, err))
    return false;
  study_methods(study, family, use);
  for (size_t m = 0; m < study->methods.count; m++)
    use[m] = use[m] && (m == study->methods.optimum || extent->has[m]);
  sheet_methods(&sheet, &study->methods, use);
  (void)snprintf(text, sizeof text, "%d entries", entries);
  sheet_array(&sheet, "heading", 1);
  sheet_name(&sheet, "heading", 0, text);
  (void)fputs("drawing = 'steps'\nx_kind = 'power'\n", sheet.parameters);
  bool ok = true;
  for (size_t i = 0; ok && i < family->count; i++) {
    const struct study_setting *const setting = &study->setting[study->shown[family->first + i]];
    sheet_name(&sheet, "names", i, setting->label);
    ok = write_panel(&sheet, i, setting, entries, &axes, table, err);
  }
  if (!ok) {
    sheet_discard(&sheet);
    return false;
  }
  (void)snprintf(
      text, sizeof text,
      "Convergence, %d entries: the median over searches of the smallest error so far as each engine sums it "
      "(lines), and what its table has in integers (marks; alone where an engine minimises something else). %s.",
      entries, family->label);
  return sheet_end(&sheet, plots_report_lines_gp, stem, text, err);
}

static void begin_data(struct data_table *table) {
  static const char *const titles[] = {"setting", "entries", "method", "evaluations", "error"};
  for (size_t c = 0; c < sizeof titles / sizeof titles[0]; c++)
    data_table_column(table, false, "%s", titles[c]);
}

static bool add_sheet(struct work *work, size_t f, int entries, bool *any, struct error *err) {
  const struct study_family *const family = &work->study.family[f];
  struct data_table table = {.count = 0};
  struct extent extent;
  char stem[64];
  if (!measure(&work->study, family, entries, &extent, err))
    return false;
  if (!isfinite(extent.least))
    return true;
  if (!*any)
    page_section(&work->page, "Convergence");
  *any = true;
  work_stem(work, "convergence", f, entries, stem, sizeof stem);
  begin_data(&table);
  if (draw(work, family, entries, stem, &extent, &table, err))
    return work_add_data(work, &table, stem, err);
  data_table_release(&table);
  return false;
}

bool part_convergence(struct work *work, struct error *err) {
  bool any = false;
  work_begin_part(work, "convergence");
  for (size_t f = 0; f < work->study.family_count; f++)
    for (size_t n = 0; n < work->study.family[f].entries_count; n++)
      if (!add_sheet(work, f, work->study.family[f].entries[n], &any, err))
        return false;
  if (!any)
    work_missing(work, "Convergence", "No search has a history; islands, gqa and gade have one.");
  return true;
}
