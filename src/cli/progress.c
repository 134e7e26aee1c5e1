#include "cli/progress.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const double seconds_between_lines = 10;

struct progress_view progress_view_create(bool quiet) {
  return (struct progress_view){
      .terminal = isatty(STDERR_FILENO) != 0, .quiet = quiet, .last_line = -1e9, .last_proof = 0};
}

void progress_duration(double seconds, char *text, size_t size) {
  const long whole = (long)fmin(seconds + 0.5, 1e15);
  if (seconds < 1)
    (void)snprintf(text, size, "%.0f ms", seconds * 1e3);
  else if (whole < 60)
    (void)snprintf(text, size, "%.3g s", seconds < 10 ? seconds : (double)whole);
  else if (whole < 3600)
    (void)snprintf(text, size, "%ld min %02ld s", whole / 60, whole % 60);
  else
    (void)snprintf(text, size, "%ld h %02ld min", whole / 3600, whole % 3600 / 60);
}

/* How many characters fit on a line of the terminal: one that wraps cannot be rewritten. */
static int line_width(const struct progress_view *view) {
  struct winsize size;
  if (!view->terminal || ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 2)
    return INT_MAX;
  return size.ws_col - 1;
}

/* What is left to wait, or how long it took. */
static void describe_time(const struct run_progress *progress, char *text, size_t size) {
  char duration[48] = "?";
  const bool last = progress->done == progress->points;
  if (last)
    progress_duration(progress->seconds, duration, sizeof duration);
  else if (progress->share > 0)
    progress_duration(progress->seconds * (1 / progress->share - 1), duration, sizeof duration);
  (void)snprintf(text, size, "%s%s", last ? "took " : "ETA ", duration);
}

void progress_show(void *context, const struct run_progress *progress) {
  struct progress_view *view = context;
  const bool last = progress->done == progress->points;
  if (view->quiet || (!view->terminal && !last && progress->seconds < view->last_line + seconds_between_lines))
    return;
  view->last_line = progress->seconds;
  char line[256], time[64], best[96] = "";
  describe_time(progress, time, sizeof time);
  if (progress->best != NULL)
    (void)snprintf(best, sizeof best, ", best MSE %.3g (%s)", progress->best_mse, progress->best);
  const int width = line_width(view),
            length = snprintf(line, sizeof line, "%zu/%zu points, %.3g evaluations/s, %s", progress->done,
                              progress->points, (double)progress->evaluations / progress->seconds, time);
  const bool fits = length + (int)strlen(best) <= width;
  (void)fprintf(stderr, "%s%.*s%s%s", view->terminal ? "\r\033[K" : "", width, line, fits ? best : "",
                view->terminal ? "" : "\n");
  (void)fflush(stderr);
  view->open = view->terminal;
}

/* Most proofs take milliseconds: away from a terminal only long ones are told of. */
void progress_show_proofs(void *context, const struct certify_progress *progress) {
  struct progress_view *view = context;
  if (view->quiet || (!view->terminal && progress->seconds < view->last_proof + seconds_between_lines))
    return;
  view->last_proof = progress->seconds;
  char line[256], time[48] = "?";
  const bool last = progress->done == progress->problems;
  if (progress->share > 0)
    progress_duration(last ? progress->seconds : progress->seconds * (1 / progress->share - 1), time, sizeof time);
  (void)snprintf(line, sizeof line, "%zu/%zu problems solved exactly, %s%s", progress->done, progress->problems,
                 last ? "took " : "ETA ", time);
  if (view->terminal && !view->proving)
    progress_end(view); /* the last line of the search stays */
  view->proving = true;
  (void)fprintf(stderr, "%s%.*s%s", view->terminal ? "\r\033[K" : "", line_width(view), line,
                view->terminal ? "" : "\n");
  (void)fflush(stderr);
  view->open = view->terminal;
}

void progress_show_synthesis(struct progress_view *view, const struct synth_progress *progress) {
  const size_t ended = progress->done + progress->failed, all = progress->wanted - progress->known;
  const bool last = ended == all;
  if (view->quiet || (!view->terminal && !last && progress->seconds < view->last_line + seconds_between_lines))
    return;
  view->last_line = progress->seconds;
  char line[256], time[48];
  const double share = (double)ended / (double)all;
  progress_duration(last ? progress->seconds : progress->seconds * (1 / share - 1), time, sizeof time);
  (void)snprintf(line, sizeof line, "%zu/%zu designs synthesised, %s%s", ended, all, last ? "took " : "ETA ", time);
  (void)fprintf(stderr, "%s%.*s%s", view->terminal ? "\r\033[K" : "", line_width(view), line,
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
