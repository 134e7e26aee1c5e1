#include "run/certify_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "front/front.h"
#include "parallel.h"
#include "run/record.h"
#include "store/store.h"

struct certify_run {
  const struct certify_file_options *options;
  const struct certify_file_observer *observer;
  struct certify_file_summary *summary;
  struct parts parts;
  struct results known;
};

static void note(void *context, const char *text) {
  const struct certify_run *run = context;
  if (run->observer->note != NULL)
    run->observer->note(run->observer->context, text);
}

static bool fail_unfinished(const char *path, struct error *err) {
  return error_set(err, ERROR_INPUT,
                   "%s: beside it are parts of an unfinished run with other points; finish it first with 'lutdse run'",
                   path);
}

/* What the file holds, and the proofs that a stopped run left in parts. Sets *file, which the caller releases. */
static bool collect(struct certify_run *run, struct results *file, struct error *err) {
  results_init(file);
  if (!store_read(file, run->options->path, err))
    return false;
  if (!parts_collect(&run->parts, &run->known, note, run, err))
    return false;
  return run->known.point_count == file->point_count ? true : fail_unfinished(run->options->path, err);
}

/* Whether more is known than the file says: by proofs, or by what points of one problem told each other. */
static bool knows_more(const struct results *known, const struct results *file) {
  for (size_t p = 0; p < file->point_count; p++) {
    const struct optimum *before = &file->outcomes[p].optimum, *after = &known->outcomes[p].optimum;
    if (before->kind != after->kind || before->value != after->value)
      return true;
  }
  return false;
}

static bool prove(struct certify_run *run, struct error *err) {
  const struct certify_file_observer *observer = run->observer;
  const unsigned threads = run->options->threads;
  const struct certify_request request = {.scope = run->options->scope,
                                          .with = {.threads = threads > 0 ? threads : parallel_processors()},
                                          .parts = &run->parts,
                                          .context = observer->context,
                                          .progress = observer->progress,
                                          .stop = observer->stop};
  struct certify_progress *progress = &run->summary->progress;
  if (!certify(&run->known, &request, progress, err))
    return false;
  run->summary->complete = progress->done == progress->problems;
  run->summary->optima = optimum_count(&run->known, NULL);
  return true;
}

static bool write_file(struct certify_run *run, struct run_record *record, struct error *err) {
  record_finish(record);
  record->seconds = run->summary->progress.seconds;
  return results_add_run(&run->known, record, err) && front_fill(&run->known, err) &&
         store_write(&run->known, run->options->path, err);
}

static bool certify_locked(struct certify_run *run, struct error *err) {
  struct results file;
  struct run_record record = record_start_host(run->options->command);
  bool ok = collect(run, &file, err) && prove(run, err);
  const bool changed = ok && run->summary->complete && knows_more(&run->known, &file);
  results_release(&file);
  if (changed)
    ok = write_file(run, &record, err);
  if (ok && run->summary->complete)
    return parts_finish(&run->parts, err);
  parts_close(&run->parts);
  return ok;
}

bool certify_file(const struct certify_file_options *options, const struct certify_file_observer *observer,
                  struct certify_file_summary *summary, struct error *err) {
  *summary = (struct certify_file_summary){.complete = false};
  struct certify_run run = {.options = options, .observer = observer, .summary = summary};
  if (access(options->path, R_OK) != 0)
    return file_error(err, "read", options->path, errno);
  results_init(&run.known);
  if (!parts_open(&run.parts, options->path, err))
    return false;
  run.parts.complain = note;
  run.parts.context = &run;
  if (run.parts.note[0] != '\0')
    note(&run, run.parts.note);
  const bool ok = certify_locked(&run, err);
  results_release(&run.known);
  return ok;
}
