#include "report/sheet.h"

#include <limits.h>
#include <string.h>

#include "export/gnuplot.h"
#include "report/escape.h"

/* Far more than a figure takes in both formats. */
static const double patience_seconds = 120;

static const char *const formats[] = {"pdf", "svg"};
enum { FORMATS = 2 };

bool sheet_begin(struct sheet *sheet, struct work *work, const struct sheet_layout *layout, struct error *err) {
  *sheet = (struct sheet){.work = work};
  if (!work_goes_on(work, err) || !scratch_open(&sheet->scratch, err))
    return false;
  sheet->parameters = scratch_create(&sheet->scratch, "parameters.gp", err);
  if (sheet->parameters == NULL) {
    scratch_close(&sheet->scratch);
    return false;
  }
  /* Colours are the sheet's own. */
  const struct figure_series series = {.by_entries = true, .colours = 1, .colour = {1}, .shapes = 1, .shape = {1}};
  figure_write_parameters(sheet->parameters, &layout->axes, &series, layout->x_label, layout->y_label);
  (void)fprintf(sheet->parameters, "own_height = %g\npanels = %zu\ncount = %zu\ndata = ''\n", layout->height,
                layout->panels, layout->panels > 1 ? layout->panels : 1);
  sheet_array(sheet, "names", layout->panels);
  return true;
}

void sheet_array(struct sheet *sheet, const char *array, size_t count) {
  (void)fprintf(sheet->parameters, "array %s[%zu]\n", array, count > 0 ? count : 1);
}

void sheet_name(struct sheet *sheet, const char *array, size_t index, const char *text) {
  (void)fprintf(sheet->parameters, "%s[%zu] = '", array, index + 1);
  escape_gnuplot(sheet->parameters, text);
  (void)fputs("'\n", sheet->parameters);
}

void sheet_methods(struct sheet *sheet, const struct methods *methods, const bool *use) {
  static const char *const arrays[] = {"labels", "line_colours", "line_shapes", "line_dashes", "shown"};
  (void)fprintf(sheet->parameters, "line_count = %zu\n", methods->count);
  for (size_t a = 0; a < sizeof arrays / sizeof arrays[0]; a++)
    sheet_array(sheet, arrays[a], methods->count);
  for (size_t m = 0; m < methods->count; m++) {
    const struct method *const method = &methods->method[m];
    sheet_name(sheet, "labels", m, method->label);
    sheet_name(sheet, "line_colours", m, method->colour);
    (void)fprintf(sheet->parameters, "line_shapes[%zu] = %d\nline_dashes[%zu] = %d\nshown[%zu] = %d\n", m + 1,
                  method->shape, m + 1, method->dash, m + 1, use == NULL || use[m]);
  }
}

static bool close_columns(struct sheet *sheet, struct error *err) {
  FILE *const file = sheet->columns;
  sheet->columns = NULL;
  return file == NULL || scratch_finish(&sheet->scratch, file, sheet->columns_name, err);
}

FILE *sheet_columns(struct sheet *sheet, const char *name, size_t panel, size_t line, struct error *err) {
  if (!close_columns(sheet, err))
    return NULL;
  (void)snprintf(sheet->columns_name, sizeof sheet->columns_name, "%s_%zu_%zu.dat", name, panel + 1, line + 1);
  sheet->columns = scratch_create(&sheet->scratch, sheet->columns_name, err);
  return sheet->columns;
}

static bool write_file(const struct sheet *sheet, const char *name, const char *text, struct error *err) {
  FILE *const out = scratch_create(&sheet->scratch, name, err);
  if (out == NULL)
    return false;
  (void)fputs(text, out);
  return scratch_finish(&sheet->scratch, out, name, err);
}

static bool write_driver(const struct sheet *sheet, struct error *err) {
  char text[512];
  size_t length = 0;
  for (size_t f = 0; f < FORMATS; f++)
    length += (size_t)snprintf(text + length, sizeof text - length,
                               "reset\nload 'parameters.gp'\nformat = '%s'\noutput = 'figure.%s'\nload 'figure.gp'\n",
                               formats[f], formats[f]);
  return write_file(sheet, "plot.gp", text, err);
}

static bool deliver(struct sheet *sheet, const char *stem, const char *format, struct error *err) {
  const struct work *const work = sheet->work;
  char source[32], path[PATH_MAX];
  (void)snprintf(source, sizeof source, "figure.%s", format);
  const int length = snprintf(path, sizeof path, "%s/figures/%s.%s", work->request->folder, stem, format);
  if (length < 0 || (size_t)length >= sizeof path)
    return error_set(err, ERROR_IO, "%.200s...: the path is too long", work->request->folder);
  if (!scratch_deliver(&sheet->scratch, source, path, err))
    return false;
  if (work->observer->written != NULL)
    work->observer->written(work->observer->context, REPORT_FIGURE, path);
  return true;
}

static bool draw(struct sheet *sheet, const char *script, const char *stem, struct error *err) {
  FILE *const parameters = sheet->parameters;
  sheet->parameters = NULL;
  bool ok = scratch_finish(&sheet->scratch, parameters, "parameters.gp", err);
  ok = ok && close_columns(sheet, err) && write_file(sheet, "figure.gp", script, err) && write_driver(sheet, err) &&
       gnuplot_run(sheet->work->request->gnuplot, &sheet->scratch, "plot.gp", patience_seconds, err);
  for (size_t f = 0; ok && f < FORMATS; f++)
    ok = deliver(sheet, stem, formats[f], err);
  return ok;
}

bool sheet_end(struct sheet *sheet, const char *script, const char *stem, const char *caption, struct error *err) {
  const bool ok = draw(sheet, script, stem, err);
  sheet_discard(sheet);
  return ok && work_add_figure(sheet->work, stem, caption, err);
}

void sheet_discard(struct sheet *sheet) {
  if (sheet->parameters != NULL)
    (void)fclose(sheet->parameters);
  if (sheet->columns != NULL)
    (void)fclose(sheet->columns);
  sheet->parameters = sheet->columns = NULL;
  scratch_close(&sheet->scratch);
}
