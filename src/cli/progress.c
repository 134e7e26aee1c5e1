#include "cli/progress.h"

#include <stdio.h>
#include <unistd.h>

static const double seconds_between_lines = 10;

struct progress_view progress_view_create(bool quiet) {
  return (struct progress_view){.terminal = isatty(STDERR_FILENO) != 0, .quiet = quiet, .last_line = -1e9};
}

void progress_duration(double seconds, char *text, size_t size) {
  const long whole = (long)(seconds + 0.5);
  if (seconds < 1)
    (void)snprintf(text, size, "%.0f ms", seconds * 1e3);
  else if (whole < 60)
    (void)snprintf(text, size, "%.3g s", seconds < 10 ? seconds : (double)whole);
  else if (whole < 3600)
    (void)snprintf(text, size, "%ld min %02ld s", whole / 60, whole % 60);
  else
    (void)snprintf(text, size, "%ld h %02ld min", whole / 3600, whole % 3600 / 60);
}

void progress_show(void *context, const struct run_progress *progress) {
  struct progress_view *view = context;
  const bool last = progress->done == progress->points;
  if (view->quiet || (!view->terminal && !last && progress->seconds < view->last_line + seconds_between_lines))
    return;
  view->last_line = progress->seconds;
  char eta[48] = "?", best[96] = "";
  if (progress->share > 0)
    progress_duration(progress->seconds * (1 / progress->share - 1), eta, sizeof eta);
  if (progress->best != NULL)
    (void)snprintf(best, sizeof best, ", best MSE %.3g (%s)", progress->best_mse, progress->best);
  (void)fprintf(stderr, "%s%zu/%zu points, %.3g evaluations/s, ETA %s%s%s", view->terminal ? "\r\033[K" : "",
                progress->done, progress->points, (double)progress->evaluations / progress->seconds, eta, best,
                view->terminal ? "" : "\n");
  (void)fflush(stderr);
  view->open = view->terminal;
}

void progress_end(struct progress_view *view) {
  if (view->open)
    (void)fputc('\n', stderr);
  view->open = false;
}

void progress_note(void *context, const char *text) {
  progress_end(context);
  (void)fprintf(stderr, "lutdse: %s\n", text);
}
