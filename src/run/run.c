#include "run/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "parallel.h"
#include "run/aside.h"
#include "run/crew.h"
#include "run/finish.h"
#include "run/record.h"
#include "store/parts.h"
#include "store/store.h"

/* A run under way. */
struct run {
  const struct sweep *sweep;
  const struct run_options *options;
  const struct run_observer *observer;
  struct run_summary *summary;
  struct parts parts;
  struct results known; /* everything computed so far, by this run and before */
  struct plan plan;
  double started;                                /* when computing began */
  double settled;                                /* work done by this run, as the plan counts it */
  struct run_record record[BACKEND_DEVICES_MAX]; /* per device, as parts carry them */
  struct run_device device[BACKEND_DEVICES_MAX];
  size_t device_count;
};

static void note(void *context, const char *text) {
  const struct run *run = context;
  if (run->observer->note != NULL)
    run->observer->note(run->observer->context, text);
}

static bool stopped(void *context) {
  const struct run *run = context;
  return run->observer->stop != NULL && run->observer->stop(run->observer->context);
}

/* Keep the smallest error in sight. */
static void update_best(struct run_progress *progress, const struct scored_batch *batch) {
  size_t first = 0;
  for (size_t i = 0; i < batch->slice.count; first += batch->points[i++].design_count) {
    /* Designs are ranked: a point's first is its best. */
    if (batch->points[i].design_count == 0)
      continue;
    const double mse = batch->designs[first].score.exact.mse;
    if (progress->best != NULL && mse >= progress->best_mse)
      continue;
    progress->best = batch->slice.point[i]->spec.function->name;
    progress->best_mse = mse;
  }
}

static void update_progress(struct run *run, const struct scored_batch *batch, uint64_t evaluations) {
  struct run_progress *progress = &run->summary->progress;
  run->settled += plan_slice_work(batch->slice);
  progress->done += batch->slice.count;
  progress->computed += batch->slice.count;
  progress->evaluations += evaluations;
  progress->seconds = clock_seconds() - run->started;
  /* Sums of so many doubles need not add up to the last digit. */
  progress->share = progress->computed == run->plan.count ? 1 : fmin(run->settled / run->plan.work, 1);
  update_best(progress, batch);
  if (run->observer->progress != NULL)
    run->observer->progress(run->observer->context, progress);
}

/* Write a finished batch as a part and remember it. */
static bool batch_done(void *context, const struct run_device *device, const struct scored_batch *batch,
                       struct error *err) {
  struct run *run = context;
  struct results part;
  results_init(&part);
  struct run_record record = run->record[device - run->device];
  record.points = batch->slice.count;
  record.seconds = batch->seconds;
  for (size_t i = 0; i < batch->slice.count; i++)
    record.evaluations += batch->points[i].evaluations;
  record_finish(&record);
  (void)snprintf(part.sweep_name, sizeof part.sweep_name, "%s", run->sweep->name);
  const bool ok = scored_batch_add(batch, &part, err) && results_add_run(&part, &record, err) &&
                  parts_add(&run->parts, &part, err) && results_merge(&run->known, &part, err);
  results_release(&part);
  record_join(run->known.runs, &run->known.run_count);
  if (ok)
    update_progress(run, batch, record.evaluations);
  return ok;
}

static void device_retired(void *context, const struct run_device *device, const struct error *err) {
  char text[sizeof err->text + 128];
  (void)snprintf(text, sizeof text, "%s is not used any more: %s", device->info.id, err->text);
  note(context, text);
}

static bool all_searched(const struct run *run) { return run->summary->progress.done == run->sweep->point_count; }

/* Which of the known points the sweep has; NULL if memory runs out. */
static bool *mark_wanted(const struct run *run, struct error *err) {
  bool *wanted = calloc(run->known.point_count + 1, sizeof *wanted);
  if (wanted == NULL)
    (void)error_memory(err, "points");
  for (size_t i = 0; wanted != NULL && i < run->sweep->point_count; i++)
    wanted[results_find(&run->known, &run->sweep->points[i].id)] = true;
  return wanted;
}

/* A run that searched has records of its devices; one that only proved has one of the host. */
static bool record_proofs(struct run *run, struct run_record *record, struct error *err) {
  if (run->device_count > 0 || run->summary->proofs.points == 0)
    return true;
  record->seconds = run->summary->proofs.seconds;
  record_finish(record);
  return results_add_run(&run->known, record, err);
}

/* Once every point is there: what the best possible designs would be. */
static bool prove(struct run *run, struct error *err) {
  if (!all_searched(run))
    return true;
  bool *wanted = mark_wanted(run, err);
  if (wanted == NULL)
    return false;
  const unsigned threads = run->options->threads;
  const struct run_observer *observer = run->observer;
  const struct certify_request request = {.scope = run->options->prove,
                                          .with = {.threads = threads > 0 ? threads : parallel_processors()},
                                          .wanted = wanted,
                                          .parts = &run->parts,
                                          .context = observer->context,
                                          .progress = observer->proved,
                                          .stop = observer->stop};
  struct run_record record = record_start_host(run->options->command);
  const bool ok = certify(&run->known, &request, &run->summary->proofs, err) && record_proofs(run, &record, err);
  run->summary->optima = optimum_count(&run->known, wanted);
  free(wanted);
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
  const struct crew_master master = {run, batch_done, device_retired, stopped};
  run->started = clock_seconds();
  const bool ok = crew_run(&run->plan, run->device, run->device_count, &master, &run->summary->retired, err);
  devices_close(run->device, run->device_count);
  return ok;
}

/* Begin from nothing: what is there is set aside. */
static bool start_afresh(struct run *run, struct error *err) {
  char aside[sizeof run->parts.path + 32], text[sizeof aside + 128];
  if (!aside_move(run->options->output, aside, sizeof aside, err))
    return false;
  if (aside[0] != '\0') {
    (void)snprintf(text, sizeof text, "earlier results were set aside as %s", aside);
    note(run, text);
  }
  return true;
}

/* Lock the output; what its parts have to say while they are open is a note, too. */
static bool open_parts(struct run *run, struct error *err) {
  if (!parts_open(&run->parts, run->options->output, err))
    return false;
  run->parts.complain = note;
  run->parts.context = run;
  if (run->parts.note[0] != '\0')
    note(run, run->parts.note);
  return true;
}

static bool collect(struct run *run, struct error *err) {
  if (!parts_collect(&run->parts, &run->known, note, run, err))
    return false;
  record_join(run->known.runs, &run->known.run_count);
  if (!plan_create(&run->plan, run->sweep, &run->known, err))
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
  char aside[sizeof run->parts.path + 32], text[sizeof aside + 128];
  if (!finish_run(run->sweep, &run->known, &run->parts, aside, sizeof aside, err))
    return false;
  run->summary->complete = true;
  if (aside[0] != '\0') {
    (void)snprintf(text, sizeof text, "points that the sweep no longer has were set aside in %s", aside);
    note(run, text);
  }
  return true;
}

/* Whether the results file holds exactly the sweep's points, with their optima, and no part waits: nothing is to do. */
static bool already_complete(const struct sweep *sweep, const struct run_options *options,
                             struct optimum_census *optima) {
  char folder[sizeof((struct parts *)0)->folder];
  (void)snprintf(folder, sizeof folder, "%s.parts", options->output);
  if (options->fresh || access(folder, F_OK) == 0 || access(options->output, F_OK) != 0)
    return false;
  struct results results;
  struct error ignored; /* a damaged file is reported when it is read again */
  if (!store_read(&results, options->output, &ignored))
    return false;
  bool all = results.point_count == sweep->point_count && strcmp(results.sweep_text, sweep->text) == 0;
  for (size_t i = 0; all && i < sweep->point_count; i++)
    all = results_find(&results, &sweep->points[i].id) != SIZE_MAX;
  all = all && !certify_pending(&results, options->prove);
  *optima = optimum_count(&results, NULL);
  results_release(&results);
  return all;
}

bool run_sweep(const struct sweep *sweep, const struct run_options *options, const struct run_observer *observer,
               struct run_summary *summary, struct error *err) {
  memset(summary, 0, sizeof *summary);
  summary->progress.points = sweep->point_count;
  if (already_complete(sweep, options, &summary->optima)) {
    summary->found_before = summary->progress.done = sweep->point_count;
    summary->complete = true;
    return true;
  }
  struct run run = {.sweep = sweep, .options = options, .observer = observer, .summary = summary};
  results_init(&run.known);
  if ((options->fresh && !start_afresh(&run, err)) || !open_parts(&run, err))
    return false;
  const bool computed = collect(&run, err) && compute(&run, err) && prove(&run, err);
  const bool ok = conclude(&run, computed, err);
  plan_free(&run.plan);
  results_release(&run.known);
  return ok;
}
