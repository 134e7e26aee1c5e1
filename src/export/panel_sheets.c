#include "export/panel_sheets.h"

#include <stdio.h>

/* Panels from `first` on; `part`: 0, or which of several sheets of the function this is. */
static bool add_sheet(struct figure_job *job, const struct panel *panel, size_t count, size_t part, const char *script,
                      panel_sheet_write *write, void *context, struct error *err) {
  const struct panel_sheet sheet = {panel, count, job->count};
  const size_t namesake = figure_function_number(job->results, panel->function);
  char stem[160], numbers[64] = "";
  if (namesake > 0)
    (void)snprintf(numbers, sizeof numbers, "_%zu", namesake);
  const int length = snprintf(stem, sizeof stem, "%s_%s%s_%s", script, panel->function->name, numbers,
                              error_metric_name(job->request->error));
  if (part > 0 && length > 0 && (size_t)length < sizeof stem)
    (void)snprintf(stem + length, sizeof stem - (size_t)length, "_%zu", part);
  return write(context, &sheet, err) && figure_job_add(job, script, stem, err);
}

bool panel_sheets_add(struct figure_job *job, const struct panels *panels, const char *script, panel_sheet_write *write,
                      void *context, struct error *err) {
  for (size_t first = 0, count; first < panels->count; first += count) {
    count = panels_of_function(panels, first);
    for (size_t done = 0; done < count; done += SHEET_PANELS_MAX) {
      const size_t left = count - done, here = left < SHEET_PANELS_MAX ? left : SHEET_PANELS_MAX;
      const size_t part = count > SHEET_PANELS_MAX ? done / SHEET_PANELS_MAX + 1 : 0;
      if (!add_sheet(job, &panels->panel[first + done], here, part, script, write, context, err))
        return false;
    }
  }
  return true;
}

void panel_sheet_write_engines(FILE *out, const struct entries_series *series) {
  (void)fprintf(out, "engine_count = %zu\narray engines[%zu]\n", series->count, series->count);
  for (size_t i = 0; i < series->count; i++) {
    char label[192];
    entries_series_label(series, i, label, sizeof label);
    figure_write_name(out, "engines", i + 1, label);
  }
}

void panel_sheet_write_names(FILE *out, const struct results *results, const struct panel_sheet *sheet) {
  char label[192];
  (void)fprintf(out, "data = '%zu_'\ncount = %zu\narray heading[1]\narray names[%zu]\n", sheet->number,
                sheet->count > 1 ? sheet->count : 0, sheet->count);
  figure_function_label(results, sheet->panel->function, label, sizeof label);
  figure_write_name(out, "heading", 1, label);
  for (size_t i = 0; i < sheet->count; i++) {
    panel_label(results, sheet->panel, sheet->count, i, label, sizeof label);
    figure_write_name(out, "names", i + 1, label);
  }
}
