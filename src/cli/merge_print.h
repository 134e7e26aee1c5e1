/* What `lutdse merge` prints. */
#ifndef LUTDSE_CLI_MERGE_PRINT_H
#define LUTDSE_CLI_MERGE_PRINT_H

#include "cli/progress.h"
#include "run/merge_files.h"

enum { MERGE_CONFLICTS_MAX = 20 };

struct merge_report {
  struct progress_view view;
  double began;
  size_t conflicts;
};

/* For struct merge_observer; the context is the report. All on stderr. */
void merge_tell_note(void *context, const char *text);
void merge_tell_conflict(void *context, const struct weave_conflict *conflict);
void merge_show_progress(void *context, size_t points, size_t written);

/* After the last conflict: how many were not told. */
void merge_tell_rest(const struct merge_report *report);

/* The summary, on stdout. Fails with ERROR_INTERNAL if memory runs out. */
void merge_print_summary(const struct merge_summary *summary, const struct merge_options *options);
bool merge_print_json(const struct merge_summary *summary, const struct merge_options *options, struct error *err);

#endif
