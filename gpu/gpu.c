#include "gpu/gpu.h"

#include <stdlib.h>

#include "gpu/convergence.h"
#include "gpu/gpu_memory.h"
#include "gpu/tile.h"

/* A batch on its way: layout, buffers, and what an island takes. */
struct run {
  struct gpu *gpu;
  const struct batch *batch;
  struct layout layout;
  struct batch_memory memory;
  size_t lanes, scratch;
};

static void pass(struct gpu_launch *launch, const void *value, size_t size) {
  launch->argument[launch->argument_count++] = (struct gpu_argument){value, size};
}

static void pass_memory(struct gpu_launch *launch, const gpu_memory *memory) { pass(launch, memory, sizeof *memory); }

static void pass_problem(struct gpu_launch *launch, const struct batch_memory *memory) {
  pass_memory(launch, &memory->views);
  pass_memory(launch, &memory->doubles);
  pass_memory(launch, &memory->costs);
}

static struct gpu_launch island_launch(const struct run *run, enum gpu_kernel kernel) {
  struct gpu_launch launch = {
      .kernel = kernel, .groups = run->layout.group_count, .lanes = run->lanes, .scratch = run->scratch};
  pass_problem(&launch, &run->memory);
  pass_memory(&launch, &run->memory.parameters);
  pass_memory(&launch, &run->memory.points);
  return launch;
}

static bool fill_tables(const struct run *run, struct error *err) {
  const size_t lanes = gpu_tile_lanes(run->gpu);
  for (u32 p = 0; p < run->layout.problem_count; p++) {
    if (run->layout.views[p].stride == 0)
      continue;
    const size_t side = layout_tiles(run->layout.views[p].line.bounds);
    struct gpu_launch launch = {
        .kernel = GPU_COST_TABLE, .groups = side * side, .lanes = lanes, .scratch = STRIP_SCRATCH * sizeof(double)};
    pass_problem(&launch, &run->memory);
    pass(&launch, &p, sizeof p);
    if (!run->gpu->api->launch(run->gpu, &launch, err))
      return false;
  }
  return true;
}

static bool run_score(const struct run *run, struct batch_result *result, struct error *err) {
  const u32 generations = run->batch->settings.generations, reads = run->batch->work == BATCH_READ;
  struct gpu_launch launch = island_launch(run, GPU_ISLANDS_SCORE);
  pass_memory(&launch, &run->memory.leaving_fitness[0]);
  pass(&launch, &generations, sizeof generations);
  pass(&launch, &reads, sizeof reads);
  return run->gpu->api->launch(run->gpu, &launch, err) &&
         run->gpu->api->copy_out(run->gpu, result->fitness, run->memory.leaving_fitness[0],
                                 run->layout.group_count * sizeof *result->fitness, err);
}

static bool run_epoch(const struct run *run, const struct convergence *at, int parity, struct error *err) {
  const u32 done = at->done, generations = convergence_generations(at);
  struct gpu_launch launch = island_launch(run, GPU_ISLANDS_EPOCH);
  launch.groups = at->active_count * run->layout.parameters.islands;
  pass_memory(&launch, &run->memory.active);
  pass_memory(&launch, &run->memory.genes);
  pass_memory(&launch, &run->memory.fitness);
  pass_memory(&launch, &run->memory.leaving_genes[1 - parity]);
  pass_memory(&launch, &run->memory.leaving_fitness[1 - parity]);
  pass_memory(&launch, &run->memory.leaving_genes[parity]);
  pass_memory(&launch, &run->memory.leaving_fitness[parity]);
  pass(&launch, &done, sizeof done);
  pass(&launch, &generations, sizeof generations);
  return run->gpu->api->launch(run->gpu, &launch, err);
}

static bool send_active(const struct run *run, const struct convergence *at, struct error *err) {
  return at->active_count == 0 ||
         run->gpu->api->copy_in(run->gpu, run->memory.active, at->active, at->active_count * sizeof *at->active, err);
}

/* Epoch after epoch, until every point is finished. `fitness` and `leaving` are where the device's arrays come to. */
static bool run_epochs(const struct run *run, struct convergence *at, float *fitness, u32 *const leaving[2],
                       struct error *err) {
  const size_t groups = run->layout.group_count;
  bool ok = send_active(run, at, err);
  for (int parity = 1; ok && convergence_generations(at) > 0; parity = 1 - parity) {
    ok = run_epoch(run, at, parity, err) &&
         run->gpu->api->copy_out(run->gpu, fitness, run->memory.leaving_fitness[parity], groups * sizeof *fitness, err);
    if (ok) {
      convergence_update(at, fitness);
      ok = send_active(run, at, err);
    }
  }
  for (int i = 0; ok && i < 2; i++)
    ok = run->gpu->api->copy_out(run->gpu, leaving[i], run->memory.leaving_genes[i],
                                 groups * run->layout.genes * sizeof *leaving[i], err);
  return ok;
}

static bool run_search(const struct run *run, struct batch_result *result, struct error *err) {
  const size_t groups = run->layout.group_count, genes = groups * run->layout.genes;
  struct convergence at;
  if (!convergence_create(&at, run->batch, result, err))
    return false;
  float *fitness = malloc(groups * sizeof *fitness);
  u32 *leaving[2] = {malloc(genes * sizeof *leaving[0]), malloc(genes * sizeof *leaving[1])};
  bool ok = fitness != NULL && leaving[0] != NULL && leaving[1] != NULL ? true : error_memory(err, "batch");
  ok = ok && run_epochs(run, &at, fitness, leaving, err);
  if (ok)
    convergence_collect(&at, (const u32 *const *)leaving);
  free(fitness);
  free(leaving[0]);
  free(leaving[1]);
  convergence_free(&at);
  return ok;
}

static bool run_kernels(const struct run *run, struct batch_result *result, struct error *err) {
  if (!fill_tables(run, err))
    return false;
  return run->batch->work == BATCH_SEARCH ? run_search(run, result, err) : run_score(run, result, err);
}

static bool shape_islands(struct run *run, struct error *err) {
  const struct gpu *gpu = run->gpu;
  const struct island_settings *settings = &run->batch->settings;
  const size_t packs = settings->population / gpu->pack;
  run->lanes = packs < gpu->lanes_max ? packs : gpu->lanes_max;
  run->scratch = ISLAND_SCRATCH((size_t)settings->entries, settings->population) * sizeof(u32);
  if (run->scratch <= gpu->scratch_max)
    return true;
  return error_set(err, ERROR_DEVICE,
                   "an island of %u individuals with %u entries takes %zu bytes of local memory; the device has %zu: "
                   "use a smaller population",
                   settings->population, settings->entries, run->scratch, gpu->scratch_max);
}

/* Kernels for one size are worth compiling where they unroll; a processor's are as fast without. */
static bool specialise_islands(const struct run *run, struct error *err) {
  const struct island_settings *settings = &run->batch->settings;
  struct gpu_shape shape = {.part = GPU_ISLANDS, .pack = run->gpu->pack, .tables_only = 1};
  if (run->gpu->pack == 1) {
    shape.entries = settings->entries;
    shape.population = settings->population;
  }
  for (size_t p = 0; p < run->layout.problem_count; p++)
    if (run->layout.views[p].stride == 0)
      shape.tables_only = 0;
  return run->gpu->api->specialise(run->gpu, &shape, err);
}

/* The points [first, first + count) of a batch as a batch of their own, with only the problems they pose. */
struct piece {
  struct batch batch;
  const struct problem **problems;
  uint32_t *problem_of;
};

static bool piece_create(struct piece *piece, const struct batch *batch, size_t first, size_t count,
                         struct error *err) {
  piece->batch = *batch;
  piece->problems = calloc(count, sizeof *piece->problems);
  piece->problem_of = calloc(count, sizeof *piece->problem_of);
  if (piece->problems == NULL || piece->problem_of == NULL)
    return error_memory(err, "part of a batch");
  size_t problems = 0;
  for (size_t i = 0; i < count; i++) {
    const struct problem *problem = batch->problems[batch->problem_of[first + i]];
    size_t p = 0;
    while (p < problems && piece->problems[p] != problem)
      p++;
    if (p == problems)
      piece->problems[problems++] = problem;
    piece->problem_of[i] = (uint32_t)p;
  }
  piece->batch.problem_count = problems;
  piece->batch.problems = piece->problems;
  piece->batch.point_count = count;
  piece->batch.problem_of = piece->problem_of;
  piece->batch.key = batch->key + first;
  return true;
}

static bool run_piece(struct gpu *gpu, const struct batch *batch, size_t first, size_t count,
                      struct batch_result *result, struct error *err) {
  const size_t islands = first * batch->settings.islands, epochs = first * island_epochs(&batch->settings);
  struct batch_result into = {result->boundaries + islands * (batch->settings.entries - 1), result->fitness + islands,
                              result->evaluations != NULL ? result->evaluations + first : NULL,
                              result->history != NULL ? result->history + epochs : NULL};
  struct piece piece;
  const bool ok = piece_create(&piece, batch, first, count, err) && gpu_run(gpu, &piece.batch, &into, err);
  free(piece.problems);
  free(piece.problem_of);
  return ok;
}

static bool run_halves(struct gpu *gpu, const struct batch *batch, struct batch_result *result, struct error *err) {
  const size_t half = batch->point_count / 2;
  return run_piece(gpu, batch, 0, half, result, err) &&
         run_piece(gpu, batch, half, batch->point_count - half, result, err);
}

/* Run a batch that is laid out; false in *fits if there is not enough memory for it. */
static bool run_layout(struct run *run, struct batch_result *result, bool *fits, struct error *err) {
  const size_t needed = batch_memory_size(&run->layout);
  size_t available = 0;
  if (!run->gpu->api->available(run->gpu, &available, err))
    return false;
  *fits = needed <= available;
  if (!*fits)
    return error_set(err, ERROR_DEVICE,
                     "a single point takes %zu bytes of device memory; %zu can be had: use fewer islands or smaller "
                     "populations",
                     needed, available);
  *fits = batch_memory_create(&run->memory, run->gpu, &run->layout, err);
  if (!*fits)
    return false;
  const bool ok = run_kernels(run, result, err);
  run->gpu->api->drain(run->gpu);
  batch_memory_free(&run->memory, run->gpu);
  return ok;
}

bool gpu_run(struct gpu *gpu, const struct batch *batch, struct batch_result *result, struct error *err) {
  struct run run = {.gpu = gpu, .batch = batch};
  if (!shape_islands(&run, err) || !layout_create(&run.layout, batch, err))
    return false;
  bool fits = true;
  const bool ok =
      gpu_specialise_problems(gpu, err) && specialise_islands(&run, err) && run_layout(&run, result, &fits, err);
  layout_free(&run.layout);
  return fits || batch->point_count == 1 ? ok : run_halves(gpu, batch, result, err);
}
