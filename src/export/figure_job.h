/*
 * Figures on their way to gnuplot: a list of sheets, and a folder with their scripts, parameters and columns. Internal
 * to src/export/.
 */
#ifndef LUTDSE_EXPORT_FIGURE_JOB_H
#define LUTDSE_EXPORT_FIGURE_JOB_H

#include "export/figures.h"
#include "export/scratch.h"
#include "front/figure.h"

/* Panels on a sheet: more are continued on the next. */
enum { SHEET_PANELS_MAX = 20 };

struct figure_sheet {
  char stem[160]; /* of the file's name */
  const char *script;
};

struct figure_job {
  const struct results *results;
  const struct figures_request *request;
  struct scratch scratch;
  size_t count, capacity;
  struct figure_sheet *sheet;
};

/*
 * Add a sheet that is drawn by SCRIPT.gp after its parameter file; its number is that of the sheets before. The stem is
 * made fit for a file's name. Fails with ERROR_INTERNAL.
 */
bool figure_job_add(struct figure_job *job, const char *script, const char *stem, struct error *err);

/* Write a script to the folder, as NAME.gp. */
bool figure_job_script(const struct figure_job *job, const char *name, const char *text, struct error *err);

/* Create NUMBER_NAME in the folder; and close it. */
FILE *figure_job_create(const struct figure_job *job, size_t number, const char *name, struct error *err);
bool figure_job_finish(const struct figure_job *job, FILE *file, struct error *err);

/* "array[index] = 'text'" for gnuplot, in which a quote is written twice. */
void figure_write_name(FILE *out, const char *array, size_t index, const char *text);

/* A function's name, with its domain where another function of the results has the same name. */
void figure_function_label(const struct results *results, const struct function *function, char *text, size_t size);

/* The number of the function among the results' where another has the same name, else 0: for file names. */
size_t figure_function_number(const struct results *results, const struct function *function);

/*
 * The sheets of each kind, with their columns. Each fails with ERROR_IO or ERROR_INTERNAL, the first with
 * ERROR_NOTHING_FOUND if no design passes the filter.
 */
bool front_figures_add(struct figure_job *job, struct error *err);
bool entries_figures_add(struct figure_job *job, struct error *err);
bool convergence_figures_add(struct figure_job *job, struct error *err);
bool synthesis_figures_add(struct figure_job *job, struct error *err);
bool published_figures_add(struct figure_job *job, struct error *err);

#endif
