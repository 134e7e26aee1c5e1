#include "run/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "parallel.h"
#include "run/aside.h"
#include "run/collect.h"
#include "run/crew.h"
#include "run/finish.h"
#include "run/record.h"

/* A run under way. */
struct run {
  const struct sweep *sweep;
  const struct run_options *options;
  const struct run_observer *observer;
  struct run_summary *summary;
  struct parts parts;
  struct collection known; /* everything computed so far, by this run and before */
  struct plan plan;
  double started;                                /* when computing began */
  double settled;                                /* work done by this run, as the plan counts it */
  struct run_record record[BACKEND_DEVICES_MAX]; /* per device, as parts carry them */
  struct run_device device[BACKEND_DEVICES_MAX];
  size_t device_count;
  struct run_record proofs; /* of the host, where a run only proved */
  bool only_proved;
};

static void note(void *context, const char *text) {
  const struct run *run = context;
  if (run->observer->note != NULL)
    run->observer->note(run->observer->context, text);
}

static void enter(const struct run *run, enum run_phase phase) {
  if (run->observer->phase != NULL)
    run->observer->phase(run->observer->context, phase, run->summary);
}

static bool stopped(void *context) {
  const struct run *run = context;
  return run->observer->stop != NULL && run->observer->stop(run->observer->context);
}

/* Keep the smallest error in sight. */
static void update_best(struct run_progress *progress, const struct scored_batch *batch) {
  size_t first = 0;
  for (size_t i = 0; i < batch->count; first += batch->points[i++].design_count) {
    /* Designs are ranked: a point's first is its best. */
    if (batch->points[i].design_count == 0)
      continue;
    const double mse = batch->designs[first].score.exact.mse;
    if (progress->best != NULL && mse >= progress->best_mse)
      continue;
    progress->best = batch->point[i].spec.function->name;
    progress->best_mse = mse;
  }
}

static void update_progress(struct run *run, const struct scored_batch *batch, uint64_t evaluations) {
  struct run_progress *progress = &run->summary->progress;
  run->settled += plan_slice_work(&run->plan, batch->slice);
  progress->done += batch->count;
  progress->computed += batch->count;
  progress->evaluations += evaluations;
  progress->seconds = clock_seconds() - run->started;
  progress->longest_batch = fmax(progress->longest_batch, batch->seconds);
  /* Sums of so many doubles need not add up to the last digit. */
  progress->share = progress->computed == run->plan.count ? 1 : fmin(run->settled / run->plan.work, 1);
  update_best(progress, batch);
  if (run->observer->progress != NULL)
    run->observer->progress(run->observer->context, progress);
}

/* What the ledger is to know of a batch that is in a part. */
static void note_points(struct run *run, const struct scored_batch *batch, const struct results *part) {
  for (size_t i = 0; i < batch->count; i++)
    (void)ledger_note(&run->known.ledger, batch->number[i], optimum_best_figure(part, i), part->outcomes[i].optimum);
}

/* Write a finished batch as a part and remember it. */
static bool batch_done(void *context, const struct run_device *device, const struct scored_batch *batch,
                       struct error *err) {
  struct run *run = context;
  struct results part;
  results_init(&part);
  struct run_record record = run->record[device - run->device];
  record.points = batch->count;
  record.seconds = batch->seconds;
  for (size_t i = 0; i < batch->count; i++)
    record.evaluations += batch->points[i].evaluations;
  record_finish(&record);
  (void)snprintf(part.sweep_name, sizeof part.sweep_name, "%s", run->sweep->name);
  const bool ok =
      scored_batch_add(batch, &part, err) && results_add_run(&part, &record, err) && parts_add(&run->parts, &part, err);
  if (ok) {
    note_points(run, batch, &part);
    update_progress(run, batch, record.evaluations);
  }
  results_release(&part);
  return ok;
}

static void device_retired(void *context, const struct run_device *device, const struct error *err) {
  const struct run *run = context;
  char text[sizeof err->text + 128];
  (void)snprintf(text, sizeof text, "%s is not used any more: %s", device->info.id, err->text);
  note(context, text);
  if (run->observer->retired != NULL)
    run->observer->retired(run->observer->context, device->info.id, err->text);
}

static bool all_searched(const struct run *run) { return run->summary->progress.done == run->sweep->point_count; }

/* Once every point is there: what the best possible designs would be. */
static bool prove(struct run *run, struct error *err) {
  if (!all_searched(run))
    return true;
  enter(run, RUN_PROVING);
  struct certify_subject subject;
  if (!collection_pose(&run->known, &subject, err))
    return false;
  struct proof_log log;
  proof_log_init(&log, run->parts.folder);
  const unsigned threads = run->options->threads;
  const struct run_observer *observer = run->observer;
  const struct certify_request request = {.scope = run->options->prove,
                                          .with = {.threads = threads > 0 ? threads : parallel_processors()},
                                          .log = &log,
                                          .context = observer->context,
                                          .progress = observer->proved,
                                          .stop = observer->stop};
  struct certify_progress *const proofs = &run->summary->proofs;
  run->proofs = record_start_host(run->options->command);
  const bool ok = certify(&subject, &request, proofs, err);
  proof_log_close(&log);
  /* A run that searched has records of its devices; one that only proved has one of the host. */
  run->only_proved = run->device_count == 0 && proofs->points > 0;
  run->proofs.seconds = proofs->seconds;
  record_finish(&run->proofs);
  run->summary->optima = ledger_census(&run->known.ledger);
  return ok;
}

static bool open_devices(struct run *run, struct error *err) {
  const struct run_options *options = run->options;
  run->device_count = devices_open(options->devices, options->threads, run->device, note, run, err);
  struct run_summary *summary = run->summary;
  size_t length = 0;
  for (size_t i = 0; i < run->device_count; i++) {
    run->record[i] = record_start(&run->device[i].info, options->command);
    if (length < sizeof summary->devices)
      length += (size_t)snprintf(summary->devices + length, sizeof summary->devices - length, "%s%s", i > 0 ? "," : "",
                                 run->device[i].info.id);
  }
  return run->device_count > 0;
}

static bool compute(struct run *run, struct error *err) {
  if (run->plan.count == 0)
    return true;
  if (!open_devices(run, err))
    return false;
  enter(run, RUN_COMPUTING);
  const struct crew_master master = {run, batch_done, device_retired, stopped};
  run->started = clock_seconds();
  const bool ok = crew_run(&run->plan, run->device, run->device_count, &master, &run->summary->retired, err);
  devices_close(run->device, run->device_count);
  return ok;
}

/* Begin from nothing: what is there is set aside, and the parts are opened again. */
static bool start_afresh(struct run *run, struct error *err) {
  char aside[sizeof run->parts.path + 32], text[sizeof aside + 128];
  bool moved;
  aside_name(run->options->output, aside, sizeof aside);
  if (!parts_set_aside(&run->parts, aside, &moved, err) || !parts_open(&run->parts, run->options->output, err))
    return false;
  if (moved) {
    (void)snprintf(text, sizeof text, "earlier results were set aside as %s", aside);
    note(run, text);
  }
  return true;
}

static bool open_parts(struct run *run, struct error *err) {
  if (!parts_open(&run->parts, run->options->output, err) || (run->options->fresh && !start_afresh(run, err)))
    return false;
  run->parts.complain = note;
  run->parts.context = run;
  if (run->parts.note[0] != '\0')
    note(run, run->parts.note);
  return true;
}

static bool collect(struct run *run, struct error *err) {
  if (!collection_scan(&run->known, &run->parts, err) || !plan_create(&run->plan, run->sweep, &run->known.ledger, err))
    return false;
  run->summary->found_before = run->sweep->point_count - run->plan.count;
  run->summary->progress.done = run->summary->found_before;
  return true;
}

/* Finish if all is there, else leave the parts for a later run. Closes the parts. */
static bool conclude(struct run *run, bool ok, struct error *err) {
  const struct certify_progress *proofs = &run->summary->proofs;
  if (!ok || !all_searched(run) || proofs->done < proofs->problems) {
    parts_close(&run->parts);
    return ok;
  }
  enter(run, RUN_WRITING);
  enter(run, RUN_WRITING);
  char aside[sizeof run->parts.path + 32], text[sizeof aside + 128];
  const struct finish finish = {.known = &run->known, .record = run->only_proved ? &run->proofs : NULL};
  if (!finish_run(&finish, &run->parts, aside, sizeof aside, err))
    return false;
  run->summary->complete = true;
  if (aside[0] != '\0') {
    (void)snprintf(text, sizeof text, "points that the sweep no longer has were set aside in %s", aside);
    note(run, text);
  }
  return true;
}

/* Whether the results file holds exactly the sweep's points, with their optima, and no part waits: nothing is to do. */
static bool already_complete(struct run *run) {
  const struct run_options *const options = run->options;
  char folder[sizeof run->parts.folder];
  struct error ignored; /* a damaged file is reported when it is read again */
  (void)snprintf(folder, sizeof folder, "%s.parts", options->output);
  if (options->fresh || access(folder, F_OK) == 0 || access(options->output, F_OK) != 0)
    return false;
  struct certify_subject subject;
  bool pending = true;
  const bool all = collection_scan_file(&run->known, options->output, &ignored) &&
                   run->known.ledger.known == run->sweep->point_count && !run->known.others &&
                   strcmp(run->known.sweep_text, run->sweep->text) == 0 &&
                   collection_pose(&run->known, &subject, &ignored) &&
                   certify_pending(&subject, options->prove, &pending, &ignored);
  run->summary->optima = ledger_census(&run->known.ledger);
  return all && !pending;
}

static bool run_locked(struct run *run, struct error *err) {
  if (!open_parts(run, err))
    return false;
  enter(run, RUN_READING);
  const bool computed = collect(run, err) && compute(run, err) && prove(run, err);
  const bool ok = conclude(run, computed, err);
  plan_free(&run->plan);
  return ok;
}

static bool begin(struct run *run, struct error *err) {
  collection_free(&run->known);
  return collection_create(&run->known, run->sweep, err);
}

bool run_sweep(const struct sweep *sweep, const struct run_options *options, const struct run_observer *observer,
               struct run_summary *summary, struct error *err) {
  memset(summary, 0, sizeof *summary);
  summary->progress.points = sweep->point_count;
  struct run *const run = calloc(1, sizeof *run);
  if (run == NULL)
    return error_memory(err, "run");
  *run = (struct run){.sweep = sweep, .options = options, .observer = observer, .summary = summary};
  bool ok = begin(run, err);
  if (ok && already_complete(run)) {
    summary->found_before = summary->progress.done = sweep->point_count;
    summary->complete = true;
  } else {
    ok = ok && begin(run, err) && run_locked(run, err);
  }
  collection_free(&run->known);
  free(run);
  return ok;
}
