#include "run/certify_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "parallel.h"
#include "run/record.h"
#include "run/rewrite.h"
#include "sweep/id_table.h"

enum { SLICE_POINTS = 1024 };

struct certify_run {
  const struct certify_file_options *options;
  const struct certify_file_observer *observer;
  struct certify_file_summary *summary;
  struct parts parts;
  struct store_reader *reader; /* of the file */
  struct results slice;        /* of the reader: its functions and weights are those of all points */
  struct id_table ids;         /* by row of /points */
  struct ledger ledger;
  struct posed posed;
  bool news; /* more is known than the file says: by proofs, or by what points of one problem told each other */
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

/* The file's own points come first. */
static bool learn(void *context, const struct store_key *key, bool *learnt, struct error *err) {
  struct certify_run *run = context;
  size_t row;
  bool added;
  if (!id_table_add(&run->ids, &key->id, &row, &added))
    return error_memory(err, "points");
  if (row >= run->ledger.count)
    return fail_unfinished(run->options->path, err);
  *learnt = ledger_note(&run->ledger, row, key->best, key->optimum);
  run->news = run->news || (*learnt && !added);
  return true;
}

static void learn_proof(void *context, const struct point_id *id, const struct optimum *optimum) {
  struct certify_run *run = context;
  const size_t row = id_table_find(&run->ids, id);
  if (row != SIZE_MAX && ledger_note(&run->ledger, row, run->ledger.row[row].best, *optimum))
    run->news = true;
}

/* Group the file's points by problems. */
static bool pose(struct certify_run *run, struct error *err) {
  const size_t points = store_reader_points(run->reader);
  for (size_t first = 0; first < points; first += SLICE_POINTS) {
    const size_t count = points - first < SLICE_POINTS ? points - first : SLICE_POINTS;
    if (!store_reader_slice(run->reader, first, count, &run->slice, err))
      return error_prefix(err, "%s", run->options->path);
    for (size_t p = 0; p < count; p++)
      if (!posed_add(&run->posed, &run->slice.points[p], err))
        return false;
  }
  return posed_group(&run->posed, err);
}

static bool collect(struct certify_run *run, struct error *err) {
  run->reader = store_reader_open(run->options->path, err);
  if (run->reader == NULL || !ledger_create(&run->ledger, store_reader_points(run->reader), err) ||
      !parts_scan(&run->parts, learn, run, err) || !proof_log_read(run->parts.folder, learn_proof, run, err))
    return false;
  return pose(run, err);
}

static bool point_of(void *context, size_t index, struct point *out, struct error *err) {
  struct certify_run *run = context;
  if (!store_reader_slice(run->reader, index, 1, &run->slice, err))
    return error_prefix(err, "%s", run->options->path);
  *out = run->slice.points[0];
  return true;
}

/* Whether points of one problem told each other something, or proofs were found. */
static bool differs(const struct ledger *ledger, const struct ledger_row *before) {
  return memcmp(ledger->row, before, ledger->count * sizeof *before) != 0;
}

static bool prove_with(struct certify_run *run, struct proof_log *log, struct error *err) {
  const struct certify_file_observer *observer = run->observer;
  const unsigned threads = run->options->threads;
  const struct certify_subject subject = {&run->ledger, &run->posed, point_of, run};
  const struct certify_request request = {.scope = run->options->scope,
                                          .with = {.threads = threads > 0 ? threads : parallel_processors()},
                                          .log = log,
                                          .context = observer->context,
                                          .progress = observer->progress,
                                          .stop = observer->stop};
  return certify(&subject, &request, &run->summary->progress, err);
}

static bool prove(struct certify_run *run, struct error *err) {
  struct ledger before;
  struct proof_log log;
  if (!ledger_create(&before, run->ledger.count, err))
    return false;
  memcpy(before.row, run->ledger.row, before.count * sizeof *before.row);
  proof_log_init(&log, run->parts.folder);
  const bool ok = prove_with(run, &log, err);
  proof_log_close(&log);
  run->news = run->news || differs(&run->ledger, before.row);
  ledger_free(&before);
  const struct certify_progress *progress = &run->summary->progress;
  run->summary->complete = ok && progress->done == progress->problems;
  run->summary->optima = ledger_census(&run->ledger);
  return ok;
}

static size_t row_of(void *context, const struct point_id *id) {
  const struct certify_run *run = context;
  return id_table_find(&run->ids, id);
}

static bool write_file(struct certify_run *run, struct run_record *record, struct error *err) {
  const struct results *const head = store_reader_head(run->reader);
  const struct rewrite rewrite = {.path = run->options->path,
                                  .sweep_name = head->sweep_name,
                                  .sweep_text = head->sweep_text,
                                  .context = run,
                                  .number = row_of,
                                  .ledger = &run->ledger,
                                  .record = record};
  size_t points;
  record_finish(record);
  record->seconds = run->summary->progress.seconds;
  return rewrite_results(&run->parts, &rewrite, &points, err);
}

static bool certify_locked(struct certify_run *run, struct error *err) {
  struct run_record record = record_start_host(run->options->command);
  run->parts.complain = note;
  run->parts.context = run;
  if (run->observer->opened != NULL)
    run->observer->opened(run->observer->context);
  bool ok = collect(run, err) && prove(run, err);
  if (ok && run->summary->complete && run->news)
    ok = write_file(run, &record, err);
  if (ok && run->summary->complete)
    return parts_finish(&run->parts, err);
  parts_close(&run->parts);
  return ok;
}

static void release(struct certify_run *run) {
  results_release(&run->slice);
  if (run->reader != NULL)
    store_reader_close(run->reader);
  id_table_release(&run->ids);
  ledger_free(&run->ledger);
  posed_free(&run->posed);
}

bool certify_file(const struct certify_file_options *options, const struct certify_file_observer *observer,
                  struct certify_file_summary *summary, struct error *err) {
  *summary = (struct certify_file_summary){.complete = false};
  struct certify_run run = {.options = options, .observer = observer, .summary = summary};
  if (access(options->path, R_OK) != 0)
    return file_error(err, "read", options->path, errno);
  results_init(&run.slice);
  posed_init(&run.posed);
  if (!parts_open(&run.parts, options->path, err))
    return false;
  run.parts.complain = note;
  run.parts.context = &run;
  if (run.parts.note[0] != '\0')
    note(&run, run.parts.note);
  const bool ok = certify_locked(&run, err);
  release(&run);
  return ok;
}
