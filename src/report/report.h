/*
 * Reports: all that a results file tells, as a page, figures, tables of LaTeX and comma-separated values.
 */
#ifndef LUTDSE_REPORT_REPORT_H
#define LUTDSE_REPORT_REPORT_H

#include "front/source.h"
#include "front/view.h"

struct report_request {
  struct design_filter filter;
  enum error_metric error;
  enum cost_metric cost; /* against which the error gives the front that tables are picked from; all three are drawn */
  const char *folder;    /* created if it is not there; its parent must be */
  const char *gnuplot;   /* the program, normally "gnuplot" */
  const char *benchmark; /* a file of measurements (report/benchmark.h); NULL: none */
};

enum report_kind { REPORT_PAGE, REPORT_FIGURE, REPORT_TABLE, REPORT_DATA, REPORT_KINDS };

/* "page" "figure" "table" "data". */
const char *report_kind_name(enum report_kind kind);

/*
 * Told of each file once it is there, of each part of the report as it begins, and of what is left out; asked before
 * each figure whether to stop. Any function may be NULL.
 */
struct report_observer {
  void *context;
  void (*written)(void *context, enum report_kind kind, const char *path);
  void (*working)(void *context, const char *part);
  void (*missing)(void *context, const char *part, const char *why);
  bool (*stop)(void *context);
};

/* Of more designs than these only fronts are shown: in memory they take some 3 KiB each. */
enum { REPORT_DESIGNS_MAX = 100000 };

/*
 * Check what a report needs beside results: gnuplot, and the file of measurements if there is one. For before a sweep
 * that takes hours; report_write() does so too. Fails with ERROR_IO or ERROR_INPUT.
 */
bool report_check(const struct report_request *request, struct error *err);

/*
 * Write a report on what a source holds: FOLDER/report.html, figures/ *.pdf and *.svg, tables/ *.tex, data/ *.csv. Each
 * file appears complete or not at all. What there is nothing to show of is left out, and the page says so. Fails with
 * ERROR_NOTHING_FOUND (no design passes the filter), ERROR_IO (folder not writable, gnuplot missing or failing, a
 * benchmark file that cannot be read), ERROR_INPUT (a benchmark file), ERROR_INTERRUPTED (asked to stop), or as the
 * source does.
 */
bool report_write(struct front_source *source, const struct report_request *request,
                  const struct report_observer *observer, struct error *err);

#endif
