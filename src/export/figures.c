#include "export/figures.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "export/figure_job.h"
#include "export/gnuplot.h"

/* What gnuplot is given to start, and for each figure in each format: far more than it takes. */
static const double start_seconds = 60, figure_seconds = 30;

static const char *const format_names[FIGURE_FORMATS] = {"pdf", "svg", "png"};
static const char *const kind_names[FIGURE_KINDS] = {"front", "entries", "convergence", "synthesis", "published"};

static int name_index(const char *const *names, int count, const char *name) {
  for (int i = 0; i < count; i++)
    if (strcmp(names[i], name) == 0)
      return i;
  return -1;
}

const char *figure_format_name(enum figure_format format) { return format_names[format]; }
int figure_format_parse(const char *name) { return name_index(format_names, FIGURE_FORMATS, name); }
const char *figure_kind_name(enum figure_kind kind) { return kind_names[kind]; }
int figure_kind_parse(const char *name) { return name_index(kind_names, FIGURE_KINDS, name); }

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

static bool fail_nothing(enum figure_kind kind, const struct figures_request *request, struct error *err) {
  if (kind == FIGURE_ENTRIES)
    return error_set(err, ERROR_NOTHING_FOUND,
                     "no figure of entries: no setting of designs judged by %s has several entry counts",
                     error_metric_name(request->error));
  if (kind == FIGURE_SYNTHESIS)
    return error_set(err, ERROR_NOTHING_FOUND,
                     "no figure of synthesis: no such design was synthesised; 'lutdse synth' does that");
  return error_set(err, ERROR_NOTHING_FOUND,
                   "no figure of convergence: no search has both a history and a known optimum");
}

/* The sheets of every kind that was asked for, with their columns. */
static bool add_sheets(struct figure_job *job, struct error *err) {
  static bool (*const add[FIGURE_KINDS])(struct figure_job *, struct error *) = {
      front_figures_add, entries_figures_add, convergence_figures_add, synthesis_figures_add, published_figures_add};
  int asked = -1;
  for (int kind = 0; kind < FIGURE_KINDS; kind++) {
    const size_t before = job->count;
    if (!job->request->kind[kind])
      continue;
    asked = kind;
    if (!add[kind](job, err))
      return false;
    if (job->request->strict && job->count == before)
      return fail_nothing((enum figure_kind)kind, job->request, err);
  }
  return job->count > 0 || fail_nothing((enum figure_kind)asked, job->request, err);
}

/* The script that draws every figure in every format. */
static bool write_driver(const struct figure_job *job, struct error *err) {
  FILE *out = scratch_create(&job->scratch, "plot.gp", err);
  if (out == NULL)
    return false;
  for (size_t i = 0; i < job->count; i++)
    for (int format = 0; format < FIGURE_FORMATS; format++)
      if (job->request->format[format])
        (void)fprintf(out, "reset\nload '%zu_parameters.gp'\nformat = '%s'\noutput = '%zu.%s'\nload '%s.gp'\n", i,
                      format_names[format], i, format_names[format], job->sheet[i].script);
  return scratch_finish(&job->scratch, out, "plot.gp", err);
}

static bool deliver(const struct figure_job *job, size_t number, const char *format, figures_written *written,
                    void *context, struct error *err) {
  char source[64], path[PATH_MAX];
  (void)snprintf(source, sizeof source, "%zu.%s", number, format);
  const int length = snprintf(path, sizeof path, "%s/%s.%s", job->request->folder, job->sheet[number].stem, format);
  if (length < 0 || (size_t)length >= sizeof path)
    return error_set(err, ERROR_IO, "%.200s...: the path is too long", job->request->folder);
  if (!scratch_deliver(&job->scratch, source, path, err))
    return false;
  written(context, path);
  return true;
}

static bool deliver_all(const struct figure_job *job, figures_written *written, void *context, struct error *err) {
  for (size_t i = 0; i < job->count; i++)
    for (int format = 0; format < FIGURE_FORMATS; format++)
      if (job->request->format[format] && !deliver(job, i, format_names[format], written, context, err))
        return false;
  return true;
}

static double patience(const struct figure_job *job) {
  size_t formats = 0;
  for (int format = 0; format < FIGURE_FORMATS; format++)
    formats += job->request->format[format];
  return start_seconds + figure_seconds * (double)(formats * job->count);
}

bool figures_draw(const struct results *results, const struct figures_request *request, figures_written *written,
                  void *context, struct error *err) {
  struct figure_job job = {.results = results, .request = request};
  if (!scratch_open(&job.scratch, err))
    return false;
  const bool ok = add_sheets(&job, err) && prepare_folder(request->folder, err) && write_driver(&job, err) &&
                  gnuplot_run(request->gnuplot, &job.scratch, "plot.gp", patience(&job), err) &&
                  deliver_all(&job, written, context, err);
  scratch_close(&job.scratch);
  free(job.sheet);
  return ok;
}
