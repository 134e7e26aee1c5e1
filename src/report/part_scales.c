/* Error against scale: what one shared table is like in each layer. */
#include <math.h>

#include "report/sheet.h"
#include "report/work.h"

/* plots/style.gp and so on with plots/report_lines.gp. */
extern const char plots_report_lines_gp[];

/* The first design of a method's median search. */
static const struct scored_design *median_design(const struct study *study, const struct study_setting *setting,
                                                 int entries, size_t method) {
  const struct study_cell cell = study_cell(study, setting, entries, method);
  return cell.searches == 0 || cell.point == SIZE_MAX
             ? NULL
             : &study->results->designs[study->results->outcomes[cell.point].first_design];
}

/* The error at one scale; NaN where no code counts. */
static double error_at(const struct score *score, const struct spec *spec, int scale, enum error_metric error) {
  const struct errors *const at = spec->output.bits != 0 ? &score->requantised_at[scale] : &score->exact_at[scale];
  const double of[ERROR_METRICS] = {at->mse, at->mae, at->max_abs};
  return score->codes[scale] > 0 ? of[error] : (double)NAN;
}

static double place_of(double scale) { return -log2(scale); }

static struct figure_axes axes_of(const struct study *study, const struct study_family *family, int entries) {
  struct figure_span span = figure_span_empty();
  struct figure_axes axes = {.cost_min = INFINITY, .cost_max = -INFINITY};
  for (size_t i = family->first; i < family->first + family->count; i++)
    for (size_t m = 0; m < study->methods.count; m++) {
      const struct study_setting *const setting = &study->setting[study->shown[i]];
      const struct spec *const spec = &setting->as->spec;
      const struct scored_design *const design = median_design(study, setting, entries, m);
      for (int s = 0; design != NULL && s < spec->scales.count; s++) {
        figure_span_add(&span, error_at(&design->score, spec, s, study->error));
        axes.cost_min = fmin(axes.cost_min, place_of(spec->scales.scale[s]));
        axes.cost_max = fmax(axes.cost_max, place_of(spec->scales.scale[s]));
      }
    }
  axes.cost_min -= 0.3;
  axes.cost_max += 0.3;
  figure_axes_set_errors(&axes, &span);
  return axes;
}

/* Columns place, error, line; a block for each method. The same as data. */
static void write_lines(FILE *out, struct data_table *table, const struct study *study,
                        const struct study_setting *setting, int entries, const struct figure_axes *axes) {
  const struct spec *const spec = &setting->as->spec;
  for (size_t m = 0; m < study->methods.count; m++) {
    const struct scored_design *const design = median_design(study, setting, entries, m);
    for (int s = 0; design != NULL && s < spec->scales.count; s++) {
      const double error = error_at(&design->score, spec, s, study->error);
      if (isnan(error))
        continue;
      (void)fprintf(out, "%.9g %.9g %zu\n", place_of(spec->scales.scale[s]), figure_drawn_error(axes, error), m + 1);
      data_table_text(table, "%s", setting->label);
      data_table_count(table, entries);
      data_table_text(table, "%s", study->methods.method[m].label);
      data_table_number(table, spec->scales.scale[s], 6);
      data_table_number(table, error, 6);
    }
    (void)fputs("\n\n", out);
  }
}

static void methods_shown(const struct study *study, const struct study_family *family, int entries,
                          bool use[METHODS_MAX]) {
  for (size_t m = 0; m < METHODS_MAX; m++) {
    use[m] = false;
    for (size_t i = family->first; m < study->methods.count && i < family->first + family->count; i++)
      use[m] = use[m] || median_design(study, &study->setting[study->shown[i]], entries, m) != NULL;
  }
}

static bool draw(struct work *work, const struct study_family *family, int entries, const char *stem,
                 struct data_table *table, struct error *err) {
  const struct study *const study = &work->study;
  bool use[METHODS_MAX];
  struct sheet sheet;
  char text[512];
  const struct figure_axes axes = axes_of(study, family, entries);
  const struct sheet_layout layout = {family->count, axes, "Scale of the input", figure_error_label(study->error), 0};
  if (!sheet_begin(&sheet, work, &layout, err))
    return false;
  methods_shown(study, family, entries, use);
  sheet_methods(&sheet, &study->methods, use);
  (void)snprintf(text, sizeof text, "%d entries", entries);
  sheet_array(&sheet, "heading", 1);
  sheet_name(&sheet, "heading", 0, text);
  (void)fputs("drawing = 'points'\nx_kind = 'scale'\n", sheet.parameters);
  for (size_t i = 0; i < family->count; i++) {
    const struct study_setting *const setting = &study->setting[study->shown[family->first + i]];
    FILE *const out = sheet_columns(&sheet, "lines", i, 0, err);
    if (out == NULL) {
      sheet_discard(&sheet);
      return false;
    }
    sheet_name(&sheet, "names", i, setting->label);
    write_lines(out, table, study, setting, entries, &axes);
  }
  (void)snprintf(text, sizeof text,
                 "One table at each scale of its set, %d entries: the table of the median search of each method. %s.",
                 entries, family->label);
  return sheet_end(&sheet, plots_report_lines_gp, stem, text, err);
}

static void begin_data(struct data_table *table) {
  static const char *const titles[] = {"setting", "entries", "method", "scale", "error"};
  for (size_t c = 0; c < sizeof titles / sizeof titles[0]; c++)
    data_table_column(table, false, "%s", titles[c]);
}

bool part_scales(struct work *work, struct error *err) {
  bool ok = true, any = false;
  work_begin_part(work, "error at each scale");
  for (size_t f = 0; ok && f < work->study.family_count; f++) {
    const struct study_family *const family = &work->study.family[f];
    if (work->study.setting[work->study.shown[family->first]].as->spec.scales.count < 2)
      continue;
    if (!any)
      page_section(&work->page, "Error at each scale");
    any = true;
    for (size_t n = 0; ok && n < family->entries_count; n++) {
      struct data_table table = {.count = 0};
      char stem[64];
      work_stem(work, "scales", f, family->entries[n], stem, sizeof stem);
      begin_data(&table);
      ok = draw(work, family, family->entries[n], stem, &table, err);
      if (ok)
        ok = work_add_data(work, &table, stem, err);
      else
        data_table_release(&table);
    }
  }
  if (!any)
    work_missing(work, "Error at each scale", "No table serves several scales; give a scale set such as [2^0..2^-6].");
  return ok;
}
