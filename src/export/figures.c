#include "export/figures.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "export/gnuplot.h"
#include "front/figure.h"

/* plots/style.gp with plots/front.gp, and with plots/overview.gp. */
extern const char plots_front_gp[];
extern const char plots_overview_gp[];

/* What gnuplot is given to start, and for each figure in each format: far more than it takes. */
static const double start_seconds = 60, figure_seconds = 30;

static const char *const format_names[FIGURE_FORMATS] = {"pdf", "svg", "png"};

const char *figure_format_name(enum figure_format format) { return format_names[format]; }

int figure_format_parse(const char *name) {
  for (int i = 0; i < FIGURE_FORMATS; i++)
    if (strcmp(format_names[i], name) == 0)
      return i;
  return -1;
}

/* Everything that one drawing needs. Figure 0 is the sheet of all functions, figure i the front of view i-1. */
struct drawing {
  const struct results *results;
  const struct figures_request *request;
  struct front_views views;
  struct figure_series series;
  struct scratch scratch;
};

static bool has_sheet(const struct drawing *drawing) { return drawing->views.count > 1; }

static bool prepare_folder(const char *folder, struct error *err) {
  if (mkdir(folder, 0777) != 0 && errno != EEXIST)
    return error_set(err, ERROR_IO, "%s: cannot create the folder: %s; choose another", folder, strerror(errno));
  struct stat status;
  if (stat(folder, &status) == 0 && !S_ISDIR(status.st_mode))
    return error_set(err, ERROR_IO, "%s: not a folder", folder);
  if (access(folder, W_OK | X_OK) != 0)
    return error_set(err, ERROR_IO, "%s: cannot write into the folder: %s; choose another", folder, strerror(errno));
  return true;
}

static bool write_script(const struct scratch *scratch, const char *name, const char *text, struct error *err) {
  FILE *out = scratch_create(scratch, name, err);
  if (out == NULL)
    return false;
  (void)fputs(text, out);
  return scratch_finish(scratch, out, name, err);
}

enum column_kind { COLUMN_CLOUD, COLUMN_MEMBERS, COLUMN_STEPS, COLUMN_KINDS };

static bool write_columns(const struct drawing *drawing, const struct front_view *view, const struct figure_axes *axes,
                          enum column_kind kind, FILE *out, struct error *err) {
  if (kind == COLUMN_CLOUD)
    return figure_write_cloud(out, drawing->results, view, axes, &drawing->series, err);
  if (kind == COLUMN_MEMBERS)
    figure_write_members(out, drawing->results, view, axes, &drawing->series);
  else
    figure_write_steps(out, view, axes);
  return true;
}

/* The three column files of a view: PREFIX_cloudSUFFIX.dat and so on. */
static bool write_data(const struct drawing *drawing, const struct front_view *view, const struct figure_axes *axes,
                       size_t figure, const char *suffix, struct error *err) {
  static const char *const kinds[COLUMN_KINDS] = {"cloud", "members", "steps"};
  for (int kind = 0; kind < COLUMN_KINDS; kind++) {
    char name[64];
    (void)snprintf(name, sizeof name, "%zu_%s%s.dat", figure, kinds[kind], suffix);
    FILE *out = scratch_create(&drawing->scratch, name, err);
    if (out == NULL)
      return false;
    const bool ok = write_columns(drawing, view, axes, (enum column_kind)kind, out, err);
    if (!scratch_finish(&drawing->scratch, out, name, err) || !ok)
      return false;
  }
  return true;
}

/* 'text' for gnuplot, in which a quote is written twice. */
static void write_quoted(FILE *out, const char *text) {
  (void)fputc('\'', out);
  for (; *text != '\0'; text++) {
    if (*text == '\'')
      (void)fputc('\'', out);
    (void)fputc(iscntrl((unsigned char)*text) ? ' ' : *text, out);
  }
  (void)fputc('\'', out);
}

static void write_name(FILE *out, const struct drawing *drawing, size_t view, size_t index) {
  const struct function *function = drawing->views.view[view].function;
  const struct weight *weight = drawing->views.view[view].weight;
  char label[128], domain[64] = "";
  if (front_views_shares_name(&drawing->views, view))
    (void)snprintf(domain, sizeof domain, " [%g, %g]", function->lo, function->hi);
  (void)snprintf(label, sizeof label, "%s%s%s%s", function->name, domain, weight == NULL ? "" : ", weight ",
                 weight == NULL ? "" : weight->name);
  (void)fprintf(out, "names[%zu] = ", index);
  write_quoted(out, label);
  (void)fputc('\n', out);
}

/* The parameter file of a figure of `count` views from `first` on. */
static bool write_parameters(const struct drawing *drawing, size_t figure, size_t first, size_t count,
                             const struct figure_axes *axes, struct error *err) {
  char name[64];
  (void)snprintf(name, sizeof name, "%zu_parameters.gp", figure);
  FILE *out = scratch_create(&drawing->scratch, name, err);
  if (out == NULL)
    return false;
  figure_write_parameters(out, axes, &drawing->series, drawing->request->error, drawing->request->cost);
  (void)fprintf(out, "data = '%zu_'\ncount = %zu\narray names[%zu]\n", figure, figure == 0 ? count : 0, count);
  for (size_t i = 0; i < count; i++)
    write_name(out, drawing, first + i, i + 1);
  return scratch_finish(&drawing->scratch, out, name, err);
}

static bool write_sheet(const struct drawing *drawing, struct error *err) {
  const struct front_views *views = &drawing->views;
  const struct figure_axes axes = figure_axes_make(views->view, views->count);
  for (size_t v = 0; v < views->count; v++) {
    char suffix[32];
    (void)snprintf(suffix, sizeof suffix, "_%zu", v + 1);
    if (!write_data(drawing, &views->view[v], &axes, 0, suffix, err))
      return false;
  }
  return write_parameters(drawing, 0, 0, views->count, &axes, err);
}

static bool write_front(const struct drawing *drawing, size_t figure, struct error *err) {
  const struct front_view *view = &drawing->views.view[figure - 1];
  const struct figure_axes axes = figure_axes_make(view, 1);
  return write_data(drawing, view, &axes, figure, "", err) &&
         write_parameters(drawing, figure, figure - 1, 1, &axes, err);
}

/* The script that draws every figure in every format. */
static bool write_driver(const struct drawing *drawing, struct error *err) {
  FILE *out = scratch_create(&drawing->scratch, "plot.gp", err);
  if (out == NULL)
    return false;
  for (size_t figure = has_sheet(drawing) ? 0 : 1; figure <= drawing->views.count; figure++)
    for (int format = 0; format < FIGURE_FORMATS; format++)
      if (drawing->request->format[format])
        (void)fprintf(out, "reset\nload '%zu_parameters.gp'\nformat = '%s'\noutput = '%zu.%s'\nload '%s.gp'\n", figure,
                      format_names[format], figure, format_names[format], figure == 0 ? "overview" : "front");
  return scratch_finish(&drawing->scratch, out, "plot.gp", err);
}

static bool write_inputs(const struct drawing *drawing, struct error *err) {
  if (!write_script(&drawing->scratch, "front.gp", plots_front_gp, err) ||
      !write_script(&drawing->scratch, "overview.gp", plots_overview_gp, err) || !write_driver(drawing, err))
    return false;
  if (has_sheet(drawing) && !write_sheet(drawing, err))
    return false;
  for (size_t figure = 1; figure <= drawing->views.count; figure++)
    if (!write_front(drawing, figure, err))
      return false;
  return true;
}

/* A function's and a weight's name as part of a file name; a number tells apart those that share them. */
static void file_stem(const struct drawing *drawing, size_t figure, char *stem, size_t size) {
  if (figure == 0) {
    (void)snprintf(stem, size, "overview");
    return;
  }
  const struct front_view *view = &drawing->views.view[figure - 1];
  char number[32] = "";
  if (front_views_shares_name(&drawing->views, figure - 1))
    (void)snprintf(number, sizeof number, "_%zu", figure);
  /* No function of a sweep has a dot in its name: none is taken for one with a weight. */
  (void)snprintf(stem, size, "front_%s%s%s%s", view->function->name, view->weight == NULL ? "" : ".",
                 view->weight == NULL ? "" : view->weight->name, number);
  for (char *c = stem; *c != '\0'; c++)
    if (!isalnum((unsigned char)*c) && strchr("_.+-", *c) == NULL)
      *c = '_';
}

static bool deliver(const struct drawing *drawing, size_t figure, const char *format, figures_written *written,
                    void *context, struct error *err) {
  const struct figures_request *request = drawing->request;
  char source[64], stem[128], path[PATH_MAX];
  file_stem(drawing, figure, stem, sizeof stem);
  (void)snprintf(source, sizeof source, "%zu.%s", figure, format);
  const int length = snprintf(path, sizeof path, "%s/%s_%s_%s.%s", request->folder, stem,
                              error_metric_name(request->error), cost_metric_name(request->cost), format);
  if (length < 0 || (size_t)length >= sizeof path)
    return error_set(err, ERROR_IO, "%.200s...: the path is too long", request->folder);
  if (!scratch_deliver(&drawing->scratch, source, path, err))
    return false;
  written(context, path);
  return true;
}

static bool deliver_all(const struct drawing *drawing, figures_written *written, void *context, struct error *err) {
  for (size_t figure = has_sheet(drawing) ? 0 : 1; figure <= drawing->views.count; figure++)
    for (int format = 0; format < FIGURE_FORMATS; format++)
      if (drawing->request->format[format] && !deliver(drawing, figure, format_names[format], written, context, err))
        return false;
  return true;
}

static double patience(const struct drawing *drawing) {
  size_t formats = 0;
  for (int format = 0; format < FIGURE_FORMATS; format++)
    formats += drawing->request->format[format];
  return start_seconds + figure_seconds * (double)(formats * (drawing->views.count + 1));
}

static bool draw_views(struct drawing *drawing, figures_written *written, void *context, struct error *err) {
  drawing->series = figure_series_make(drawing->results, &drawing->views);
  if (!scratch_open(&drawing->scratch, err))
    return false;
  const bool ok = write_inputs(drawing, err) &&
                  gnuplot_run(drawing->request->gnuplot, &drawing->scratch, "plot.gp", patience(drawing), err) &&
                  deliver_all(drawing, written, context, err);
  scratch_close(&drawing->scratch);
  return ok;
}

bool figures_draw(const struct results *results, const struct figures_request *request, figures_written *written,
                  void *context, struct error *err) {
  struct drawing drawing = {.results = results, .request = request};
  if (!front_views_make(&drawing.views, results, &request->filter, request->error, request->cost, err))
    return false;
  const bool ok = prepare_folder(request->folder, err) && draw_views(&drawing, written, context, err);
  front_views_release(&drawing.views);
  return ok;
}
