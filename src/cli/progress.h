/* The progress of a run on stderr: one line that is rewritten on a terminal, plain lines now and then elsewhere. */
#ifndef LUTDSE_CLI_PROGRESS_H
#define LUTDSE_CLI_PROGRESS_H

#include "run/run.h"
#include "run/synth_designs.h"

struct progress_view {
  bool terminal, quiet;
  bool proving;      /* the search is over */
  bool open;         /* a line is on the terminal, without its end */
  double last_line;  /* when the last plain line was printed, in seconds of the run */
  double last_proof; /* the same for proofs */
};

/* A view of stderr; a quiet one shows notes only. */
struct progress_view progress_view_create(bool quiet);

/* Functions for struct run_observer; the context is the view. */
void progress_show(void *context, const struct run_progress *progress);
void progress_show_proofs(void *context, const struct certify_progress *progress);
void progress_show_synthesis(struct progress_view *view, const struct synth_progress *progress);
void progress_note(void *context, const char *text);

/* End the line on the terminal, if there is one. */
void progress_end(struct progress_view *view);

/* A duration for people: "850 ms", "12 s", "3 min 05 s", "2 h 10 min". */
void progress_duration(double seconds, char *text, size_t size);

#endif
