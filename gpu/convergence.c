#include "gpu/convergence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool convergence_create(struct convergence *at, const struct batch *batch, struct batch_result *result,
                        struct error *err) {
  const size_t points = batch->point_count;
  *at = (struct convergence){.batch = batch, .result = result, .active_count = points};
  at->active = malloc(points * sizeof *at->active);
  at->stale = calloc(points, sizeof *at->stale);
  at->best = malloc(points * sizeof *at->best);
  at->last = calloc(points, sizeof *at->last);
  if (at->active == NULL || at->stale == NULL || at->best == NULL || at->last == NULL) {
    convergence_free(at);
    return error_memory(err, "batch");
  }
  for (size_t i = 0; i < points; i++) {
    at->active[i] = (u32)i;
    at->best[i] = INFINITY;
  }
  const size_t epochs = points * island_epochs(&batch->settings);
  for (size_t i = 0; result->history != NULL && i < epochs; i++)
    result->history[i] = NAN;
  return true;
}

void convergence_free(struct convergence *at) {
  free(at->active);
  free(at->stale);
  free(at->best);
  free(at->last);
}

u32 convergence_generations(const struct convergence *at) {
  return at->active_count > 0 ? island_epoch_generations(&at->batch->settings, at->done) : 0;
}

static float least(const float *fitness, u32 count) {
  float found = fitness[0];
  for (u32 i = 1; i < count; i++)
    found = fitness[i] < found ? fitness[i] : found;
  return found;
}

/* Keep one point's figures. Returns whether it goes on. */
static bool update_point(struct convergence *at, u32 point, const float *fitness, u32 done) {
  const struct island_settings *settings = &at->batch->settings;
  struct batch_result *result = at->result;
  const float best = least(fitness, settings->islands);
  memcpy(result->fitness + (size_t)point * settings->islands, fitness, settings->islands * sizeof *fitness);
  if (result->history != NULL)
    result->history[(size_t)point * island_epochs(settings) + at->epoch] = best;
  if (result->evaluations != NULL)
    result->evaluations[point] = island_evaluations(settings, done);
  at->last[point] = at->epoch;
  at->stale[point] = best < at->best[point] ? 0 : at->stale[point] + 1;
  at->best[point] = best < at->best[point] ? best : at->best[point];
  return best != 0 && (settings->patience == 0 || at->stale[point] < settings->patience);
}

bool convergence_update(struct convergence *at, const float *fitness) {
  const struct island_settings *settings = &at->batch->settings;
  const size_t before = at->active_count;
  const u32 done = at->done + convergence_generations(at);
  at->active_count = 0;
  for (size_t i = 0; i < before; i++) {
    const u32 point = at->active[i];
    if (update_point(at, point, fitness + (size_t)point * settings->islands, done))
      at->active[at->active_count++] = point;
  }
  at->done = done;
  at->epoch++;
  return at->active_count != before;
}

void convergence_collect(const struct convergence *at, const u32 *const leaving[2]) {
  const size_t genes = at->batch->settings.islands * (size_t)(at->batch->settings.entries - 1);
  for (size_t i = 0; i < at->batch->point_count; i++)
    memcpy(at->result->boundaries + i * genes, leaving[(at->last[i] + 1) % 2] + i * genes,
           genes * sizeof *at->result->boundaries);
}
