#include "run/run.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "run/batch_run.h"
#include "run/choose.h"
#include "run/finish.h"
#include "run/plan.h"
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
  struct search_device on;
  struct run_record record;
};

static double now(void) {
  struct timespec time;
  (void)clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void note(void *context, const char *text) {
  const struct run *run = context;
  if (run->observer->note != NULL)
    run->observer->note(run->observer->context, text);
}

static bool stopped(const struct run *run) {
  return run->observer->stop != NULL && run->observer->stop(run->observer->context);
}

/* Keep the smallest error in sight. The batch's points are copies of `points`, in their order. */
static void update_best(struct run_progress *progress, const struct results *batch, const struct point *const *points) {
  for (size_t i = 0; i < batch->design_count; i++) {
    const struct scored_design *design = &batch->designs[i];
    const double mse = design->score.exact.mse;
    if (progress->best != NULL && mse >= progress->best_mse)
      continue;
    progress->best = points[design->point]->spec.function->name;
    progress->best_mse = mse;
  }
}

static void report(const struct run *run) {
  if (run->observer->progress != NULL)
    run->observer->progress(run->observer->context, &run->summary->progress);
}

/* Compute one batch into `batch`, write it as a part and remember it. */
static bool run_one(struct run *run, const struct point *const *points, size_t count, struct results *batch,
                    struct error *err) {
  const double start = now();
  if (!batch_run(&run->on, points, count, batch, err))
    return false;
  const double seconds = now() - start;
  plan_measured(&run->plan, seconds);
  struct run_record record = run->record;
  record.points = count;
  record.seconds = seconds;
  for (size_t i = 0; i < count; i++)
    record.evaluations += batch->outcomes[i].evaluations;
  record_finish(&record);
  (void)snprintf(batch->sweep_name, sizeof batch->sweep_name, "%s", run->sweep->name);
  if (!results_add_run(batch, &record, err) || !parts_add(&run->parts, batch, err) ||
      !results_merge(&run->known, batch, err))
    return false;
  struct run_progress *progress = &run->summary->progress;
  progress->done += count;
  progress->computed += count;
  progress->evaluations += record.evaluations;
  progress->share = run->plan.handed / run->plan.work;
  return true;
}

static bool run_batches(struct run *run, struct error *err) {
  struct run_progress *progress = &run->summary->progress;
  const double start = now();
  const struct point *const *points = NULL;
  for (;;) {
    if (stopped(run))
      return true;
    const size_t count = plan_next(&run->plan, &points);
    if (count == 0)
      return true;
    struct results batch;
    results_init(&batch);
    const bool ok = run_one(run, points, count, &batch, err);
    progress->seconds = now() - start;
    if (ok) {
      update_best(progress, &batch, points);
      report(run);
    }
    results_release(&batch);
    if (!ok)
      return false;
  }
}

static bool compute(struct run *run, struct error *err) {
  if (run->plan.count == 0)
    return true;
  if (!choose_device(run->options->device, run->options->threads, &run->on, &run->summary->device, err))
    return false;
  run->record = record_start(&run->summary->device, run->options->command);
  const bool ok = run_batches(run, err);
  run->on.backend->close(run->on.device);
  return ok;
}

/* Forget the sweep's own points, keeping those that it no longer has. */
static bool forget_sweep(struct run *run, struct error *err) {
  struct results rest;
  results_init(&rest);
  struct results wanted;
  results_init(&wanted);
  bool ok = true;
  for (size_t i = 0; ok && i < run->sweep->point_count; i++)
    ok = results_add(&wanted, &run->sweep->points[i], 0, NULL, 0, err);
  for (size_t i = 0; ok && i < run->known.point_count; i++) {
    const struct outcome *outcome = &run->known.outcomes[i];
    if (results_find(&wanted, &run->known.points[i].id) == SIZE_MAX)
      ok = results_add(&rest, &run->known.points[i], outcome->evaluations, run->known.designs + outcome->first_design,
                       outcome->design_count, err);
  }
  results_release(&wanted);
  results_release(&run->known);
  run->known = rest;
  return ok;
}

static bool collect(struct run *run, struct error *err) {
  if (!parts_collect(&run->parts, &run->known, note, run, err))
    return false;
  if (run->options->fresh && !forget_sweep(run, err))
    return false;
  if (!plan_create(&run->plan, run->sweep, &run->known, run->options->threads, err))
    return false;
  run->summary->found_before = run->sweep->point_count - run->plan.count;
  run->summary->progress.done = run->summary->found_before;
  return true;
}

/* Finish if all is there, else leave the parts for a later run. Closes the parts. */
static bool conclude(struct run *run, bool ok, struct error *err) {
  if (!ok || run->summary->progress.done < run->sweep->point_count) {
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

/* Whether the results file holds exactly the sweep's points and no part waits: there is nothing to do. */
static bool already_complete(const struct sweep *sweep, const struct run_options *options) {
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
  results_release(&results);
  return all;
}

bool run_sweep(const struct sweep *sweep, const struct run_options *options, const struct run_observer *observer,
               struct run_summary *summary, struct error *err) {
  memset(summary, 0, sizeof *summary);
  summary->progress.points = sweep->point_count;
  if (already_complete(sweep, options)) {
    summary->found_before = summary->progress.done = sweep->point_count;
    summary->complete = true;
    return true;
  }
  struct run run = {.sweep = sweep, .options = options, .observer = observer, .summary = summary};
  results_init(&run.known);
  if (!parts_open(&run.parts, options->output, err))
    return false;
  const bool computed = collect(&run, err) && compute(&run, err);
  const bool ok = conclude(&run, computed, err);
  plan_free(&run.plan);
  results_release(&run.known);
  return ok;
}
