#include "gpu/convergence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool convergence_create(struct convergence *at, const struct batch *batch, struct batch_result *result,
                        struct error *err) {
  const size_t points = batch->point_count;
  *at = (struct convergence){.batch = batch, .result = result, .active_count = points};
  at->active = malloc(points * sizeof *at->active);
  at->quiet = calloc(points, sizeof *at->quiet);
  at->joint = calloc(points, sizeof *at->joint);
  at->last = calloc(points, sizeof *at->last);
  if (at->active == NULL || at->quiet == NULL || at->joint == NULL || at->last == NULL) {
    convergence_free(at);
    return error_memory(err, "batch");
  }
  for (size_t i = 0; i < points; i++)
    at->active[i] = (u32)i;
  for (size_t i = 0; i < points * batch->settings.islands; i++)
    result->fitness[i] = INFINITY;
  const size_t epochs = points * island_epochs(&batch->settings);
  for (size_t i = 0; result->history != NULL && i < epochs; i++)
    result->history[i] = NAN;
  return true;
}

void convergence_free(struct convergence *at) {
  free(at->active);
  free(at->quiet);
  free(at->joint);
  free(at->last);
}

u32 convergence_generations(const struct convergence *at) {
  return at->active_count > 0 ? island_epoch_generations(&at->batch->settings, at->done) : 0;
}

/* What an epoch made of one point's islands. */
struct look {
  float best;
  u32 agreeing;  /* islands with that fitness */
  bool improved; /* an island is better than it was */
};

static struct look look_at(const float *before, const float *fitness, u32 islands) {
  struct look look = {.best = fitness[0]};
  for (u32 i = 0; i < islands; i++) {
    look.best = fitness[i] < look.best ? fitness[i] : look.best;
    look.improved = look.improved || before[i] - fitness[i] > CONVERGENCE_PROGRESS * fitness[i];
  }
  for (u32 i = 0; i < islands; i++)
    look.agreeing += fitness[i] == look.best;
  return look;
}

/* Whether a point goes on, and how. */
static bool goes_on(struct convergence *at, u32 point, const struct look *look) {
  const struct island_settings *settings = &at->batch->settings;
  /* Nothing is better than no error. */
  if (look->best == 0)
    return false;
  at->quiet[point] = look->improved ? 0 : at->quiet[point] + 1;
  const bool agreed = settings->agree != 0 && look->agreeing >= settings->agree;
  const bool settled = settings->patience != 0 && at->quiet[point] >= settings->patience;
  if (at->joint[point])
    return !settled;
  at->joint[point] = agreed || settled;
  if (at->joint[point])
    at->quiet[point] = 0;
  return true;
}

/* Keep one point's figures. Returns whether it goes on. */
static bool update_point(struct convergence *at, u32 point, const float *fitness, u32 done) {
  const struct island_settings *settings = &at->batch->settings;
  struct batch_result *result = at->result;
  float *before = result->fitness + (size_t)point * settings->islands;
  const struct look look = look_at(before, fitness, settings->islands);
  memcpy(before, fitness, settings->islands * sizeof *fitness);
  if (result->history != NULL)
    result->history[(size_t)point * island_epochs(settings) + at->epoch] = look.best;
  if (result->evaluations != NULL)
    result->evaluations[point] = island_evaluations(settings, done);
  at->last[point] = at->epoch;
  return goes_on(at, point, &look);
}

void convergence_update(struct convergence *at, const float *fitness) {
  const struct island_settings *settings = &at->batch->settings;
  const size_t before = at->active_count;
  const u32 done = at->done + convergence_generations(at);
  at->active_count = 0;
  for (size_t i = 0; i < before; i++) {
    const u32 point = at->active[i] & ~JOINT;
    if (update_point(at, point, fitness + (size_t)point * settings->islands, done))
      at->active[at->active_count++] = point | (at->joint[point] ? JOINT : 0);
  }
  at->done = done;
  at->epoch++;
}

void convergence_collect(const struct convergence *at, const u32 *const leaving[2]) {
  const size_t genes = at->batch->settings.islands * (size_t)(at->batch->settings.entries - 1);
  for (size_t i = 0; i < at->batch->point_count; i++)
    memcpy(at->result->boundaries + i * genes, leaving[(at->last[i] + 1) % 2] + i * genes,
           genes * sizeof *at->result->boundaries);
}
