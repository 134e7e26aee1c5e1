#include "run/synth_designs.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "parallel.h"

/* What is done is kept at once, unless saving would take more than this share of the time. */
static const double save_share = 0.1;

struct crew {
  struct results *results;
  const struct synth_request *request;
  const struct synth_observer *observer;
  size_t *missing; /* designs to synthesise */
  size_t missing_count;
  pthread_mutex_t lock; /* of everything below, of the results and of the observer */
  struct synth_progress *progress;
  double started, next_save;
  bool unsaved, gave_up;
  struct error *err;
};

const struct synthesised *synth_find_row(const struct results *results, size_t design, const char *library,
                                         const char *tool) {
  for (size_t i = results_first_synthesised(results, design);
       i < results->synthesised_count && results->synthesised[i].design == design; i++) {
    const struct synthesised *const row = &results->synthesised[i];
    if (strcmp(row->library, library) == 0 && strcmp(row->tool, tool) == 0)
      return row;
  }
  return NULL;
}

/* A figure of 0 is that of a path that is not there, or of nothing that moves. */
static double measured(double value) { return value > 0 ? value : (double)NAN; }

static void fill_row(const struct synth_request *request, const struct unit_synthesis *found, struct synthesised *row) {
  const struct synthesis *const whole = &found->whole;
  *row = (struct synthesised){.area_um2 = whole->area_um2,
                              .area_ge = whole->area_ge,
                              .delay_ns = measured(whole->delay_ns),
                              .energy_pj = measured(whole->energy.total),
                              .flip_flops = whole->flip_flops,
                              .cells = whole->cells};
  memcpy(row->block_ge, found->block_ge, sizeof row->block_ge);
  (void)snprintf(row->library, sizeof row->library, "%s", request->library);
  (void)snprintf(row->tool, sizeof row->tool, "%s", request->tool);
}

bool synth_make_row(const struct synth_request *request, const struct spec *spec, const struct hardware *hardware,
                    const struct design *design, bool (*stop)(void), struct synthesised *row, struct error *err) {
  struct unit unit;
  if (!unit_create(&unit, spec, hardware, err))
    return false;
  struct unit_content *content = malloc(sizeof *content);
  if (content == NULL)
    return error_memory(err, "content of a unit");
  unit_content(content, &unit, spec, design);
  const struct unit_job job = {&unit, content, request->liberty, request->blocks, stop};
  struct unit_synthesis found;
  const bool ok = unit_synthesise(&job, &found, err);
  free(content);
  if (ok)
    fill_row(request, &found, row);
  return ok;
}

static bool must_stop(const struct crew *crew) { return crew->observer->stop != NULL && crew->observer->stop(); }

/* The first error is the one that is reported. */
static void give_up(struct crew *crew, const struct error *err) {
  if (!crew->gave_up)
    *crew->err = *err;
  crew->gave_up = true;
}

static void save(struct crew *crew) {
  struct error err;
  const double before = clock_seconds();
  if (!crew->observer->save(crew->observer->context, &err)) {
    give_up(crew, &err);
    return;
  }
  const double after = clock_seconds();
  crew->unsaved = false;
  crew->next_save = after + (after - before) / save_share;
}

static void show(struct crew *crew) {
  crew->progress->seconds = clock_seconds() - crew->started;
  if (crew->observer->progress != NULL)
    crew->observer->progress(crew->observer->context, crew->progress);
}

static void keep(struct crew *crew, const struct synthesised *row) {
  struct error err;
  if (!results_add_synthesised(crew->results, row, &err)) {
    give_up(crew, &err);
    return;
  }
  crew->progress->done++;
  crew->unsaved = true;
  show(crew);
  if (clock_seconds() >= crew->next_save)
    save(crew);
}

/* Designs that were interrupted by a stop, or after all was given up, are no failures of their own. */
static void fail(struct crew *crew, size_t design, const struct error *err) {
  if (err->kind == ERROR_INTERRUPTED && must_stop(crew))
    return;
  if (err->kind == ERROR_INTERNAL) {
    give_up(crew, err);
    return;
  }
  crew->progress->failed++;
  if (crew->observer->failed != NULL)
    crew->observer->failed(crew->observer->context, design, err);
  show(crew);
}

static void work(void *context, size_t index, unsigned thread) {
  struct crew *crew = context;
  (void)thread;
  const size_t row = crew->missing[index];
  const struct scored_design *const design = &crew->results->designs[row];
  const struct point *const point = &crew->results->points[design->point];
  struct synthesised found;
  struct error err;
  (void)pthread_mutex_lock(&crew->lock);
  const bool over = crew->gave_up || must_stop(crew);
  (void)pthread_mutex_unlock(&crew->lock);
  if (over)
    return;
  const bool ok = synth_make_row(crew->request, &point->spec, &point->hardware, &design->design, crew->observer->stop,
                                 &found, &err);
  found.design = row;
  (void)pthread_mutex_lock(&crew->lock);
  if (ok)
    keep(crew, &found);
  else
    fail(crew, row, &err);
  (void)pthread_mutex_unlock(&crew->lock);
}

static bool lacks(const struct crew *crew, size_t design) {
  const struct synth_request *const request = crew->request;
  const struct synthesised *const row = synth_find_row(crew->results, design, request->library, request->tool);
  return request->again || row == NULL || (request->blocks && !synthesised_has_blocks(row));
}

static bool find_missing(struct crew *crew, struct error *err) {
  const struct synth_request *const request = crew->request;
  crew->missing = malloc((request->count + 1) * sizeof *crew->missing);
  if (crew->missing == NULL)
    return error_memory(err, "designs to synthesise");
  for (size_t i = 0; i < request->count; i++)
    if (lacks(crew, request->design[i]))
      crew->missing[crew->missing_count++] = request->design[i];
  crew->progress->known = request->count - crew->missing_count;
  return true;
}

bool synth_designs(struct results *results, const struct synth_request *request, const struct synth_observer *observer,
                   struct synth_progress *progress, struct error *err) {
  const double now = clock_seconds();
  *progress = (struct synth_progress){.wanted = request->count};
  struct crew crew = {
      .results = results, .request = request, .observer = observer, .progress = progress, .started = now, .err = err};
  if (!find_missing(&crew, err))
    return false;
  (void)pthread_mutex_init(&crew.lock, NULL);
  parallel_for(request->jobs, crew.missing_count, work, &crew);
  (void)pthread_mutex_destroy(&crew.lock);
  if (crew.unsaved)
    save(&crew);
  progress->seconds = clock_seconds() - now;
  free(crew.missing);
  return !crew.gave_up;
}
