/* What `lutdse verify` prints. */
#ifndef LUTDSE_CLI_VERIFY_PRINT_H
#define LUTDSE_CLI_VERIFY_PRINT_H

#include "cli/progress.h"
#include "run/verify_file.h"

enum { VERIFY_LISTED_MAX = 20 };

struct verify_report {
  struct progress_view view;
  bool print; /* differences as lines, when they are found */
  struct verify_summary summary;
  size_t listed;
  struct verify_difference difference[VERIFY_LISTED_MAX]; /* the first ones */
  size_t damaged;                                         /* parts that cannot be read */
};

/* For struct verify_observer and source_open(); the context is the report. */
void verify_take_difference(void *context, const struct verify_difference *difference);
void verify_show_progress(void *context, const struct verify_progress *progress);
void verify_take_damage(void *context, const char *message);

bool verify_report_is_good(const struct verify_report *report);

/* The summary, on stdout. Fails with ERROR_INTERNAL if memory runs out. */
void verify_print_summary(const struct verify_report *report, const char *path);
bool verify_print_json(const struct verify_report *report, const char *path, struct error *err);

/* What to do about differences, on stderr. */
void verify_print_advice(const struct verify_report *report, const char *path);

#endif
