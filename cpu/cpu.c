/* The CPU back end: the kernel source as C, one island per thread at a time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend.h"
#include "cpu/baseline.h"
#include "cpu/kernels.h"
#include "gpu/convergence.h"
#include "gpu/layout.h"
#include "parallel.h"
#include "version.h"

struct device {
  unsigned threads;
  const struct cpu_kernels *kernels;
};

static const struct cpu_kernels *best_kernels(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    return &cpu_kernels_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma"))
    return &cpu_kernels_avx2;
#endif
  return &cpu_kernels_baseline;
}

/* The processor's name from the kernel's list, or a plain word. */
static void processor_name(char *name, size_t size) {
  (void)snprintf(name, size, "processor");
  FILE *file = fopen("/proc/cpuinfo", "r");
  if (file == NULL)
    return;
  char line[256];
  while (fgets(line, sizeof line, file) != NULL) {
    const char *value = strncmp(line, "model name", 10) == 0 ? strchr(line, ':') : NULL;
    if (value == NULL)
      continue;
    value += 1 + strspn(value + 1, " \t");
    (void)snprintf(name, size, "%.*s", (int)strcspn(value, "\n"), value);
    break;
  }
  (void)fclose(file);
}

static size_t cpu_list(struct device_info *info, size_t max, char *reason, size_t size) {
  (void)reason;
  (void)size;
  if (max == 0)
    return 1;
  memset(info, 0, sizeof *info);
  (void)snprintf(info->id, sizeof info->id, "cpu");
  processor_name(info->name, sizeof info->name);
  (void)snprintf(info->platform, sizeof info->platform, "%s", best_kernels()->name);
  (void)snprintf(info->driver, sizeof info->driver, "lutdse %s", LUTDSE_VERSION);
  info->units = parallel_processors();
  info->memory = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
  info->doubles = true;
  info->usable = true;
  return 1;
}

static struct device *cpu_open(size_t index, unsigned threads, struct error *err) {
  (void)index;
  struct device *device = calloc(1, sizeof *device);
  if (device == NULL) {
    (void)error_memory(err, "CPU device");
    return NULL;
  }
  device->threads = threads != 0 ? threads : parallel_processors();
  device->kernels = best_kernels();
  return device;
}

static void cpu_close(struct device *device) { free(device); }

/* Everything one batch needs in memory. */
struct launch {
  const struct cpu_kernels *kernels;
  const struct layout *layout;
  float *costs;
  u32 *genes, *leaving_genes[2];
  float *fitness, *leaving_fitness[2];
  const u32 *active; /* the points still searched */
  u32 *scratch;      /* one island's per thread */
  size_t scratch_words;
  u32 problem;                 /* whose table is being filled */
  u32 generation, generations; /* the epoch's */
  u32 reads;                   /* a benchmark: read tables only */
  int parity;                  /* which buffer of emigrants this epoch fills */
};

static void fill_tile(void *context, size_t tile, unsigned thread) {
  const struct launch *launch = context;
  launch->kernels->cost_table(launch->layout->views, launch->layout->doubles, launch->costs, launch->problem,
                              launch->scratch + thread * launch->scratch_words, (u32)tile);
}

static void run_island(void *context, size_t group, unsigned thread) {
  const struct launch *launch = context;
  const struct layout *layout = launch->layout;
  const int out = launch->parity, in = 1 - launch->parity;
  launch->kernels->islands_epoch(layout->views, layout->doubles, launch->costs, &layout->parameters, layout->points,
                                 launch->active, launch->genes, launch->fitness, launch->leaving_genes[in],
                                 launch->leaving_fitness[in], launch->leaving_genes[out], launch->leaving_fitness[out],
                                 launch->generation, launch->generations,
                                 launch->scratch + thread * launch->scratch_words, (u32)group);
}

static void score_island(void *context, size_t group, unsigned thread) {
  const struct launch *launch = context;
  const struct layout *layout = launch->layout;
  launch->kernels->islands_score(layout->views, layout->doubles, launch->costs, &layout->parameters, layout->points,
                                 launch->leaving_fitness[launch->parity], launch->generations, launch->reads,
                                 launch->scratch + thread * launch->scratch_words, (u32)group);
}

static bool launch_allocate(struct launch *launch, unsigned threads, struct error *err) {
  const struct layout *layout = launch->layout;
  const size_t islands = layout->group_count, population = layout->parameters.population, genes = layout->genes;
  /* A whole number of 64-byte lines, so that threads do not share one. */
  const size_t words = ISLAND_SCRATCH((size_t)layout->parameters.entries, population);
  launch->scratch_words = ((words > CPU_TILE_WORDS ? words : CPU_TILE_WORDS) + 15) / 16 * 16;
  launch->costs = malloc((layout->cost_count + 1) * sizeof *launch->costs);
  launch->genes = malloc(islands * genes * population * sizeof *launch->genes);
  launch->fitness = malloc(islands * population * sizeof *launch->fitness);
  launch->scratch = aligned_alloc(64, threads * launch->scratch_words * sizeof *launch->scratch);
  bool ok = launch->costs != NULL && launch->genes != NULL && launch->fitness != NULL && launch->scratch != NULL;
  for (int i = 0; i < 2; i++) {
    launch->leaving_genes[i] = calloc(islands * genes, sizeof *launch->leaving_genes[i]);
    launch->leaving_fitness[i] = calloc(islands, sizeof *launch->leaving_fitness[i]);
    ok = ok && launch->leaving_genes[i] != NULL && launch->leaving_fitness[i] != NULL;
  }
  return ok ? true : error_memory(err, "populations");
}

static void launch_free(struct launch *launch) {
  free(launch->costs);
  free(launch->genes);
  free(launch->fitness);
  free(launch->scratch);
  for (int i = 0; i < 2; i++) {
    free(launch->leaving_genes[i]);
    free(launch->leaving_fitness[i]);
  }
}

static void fill_tables(struct launch *launch, unsigned threads) {
  const struct layout *layout = launch->layout;
  for (u32 p = 0; p < layout->problem_count; p++) {
    launch->problem = p;
    if (layout->views[p].stride != 0)
      parallel_for(threads, layout_tiles(layout->views[p].line.bounds) * layout_tiles(layout->views[p].line.bounds),
                   fill_tile, launch);
  }
}

static bool run_search(struct launch *launch, unsigned threads, const struct batch *batch, struct batch_result *result,
                       struct error *err) {
  struct convergence convergence;
  if (!convergence_create(&convergence, batch, result, err))
    return false;
  launch->active = convergence.active;
  while ((launch->generations = convergence_generations(&convergence)) > 0) {
    launch->generation = convergence.done;
    launch->parity = 1 - launch->parity;
    parallel_for(threads, convergence.active_count * batch->settings.islands, run_island, launch);
    convergence_update(&convergence, launch->leaving_fitness[launch->parity]);
  }
  const u32 *const leaving[2] = {launch->leaving_genes[0], launch->leaving_genes[1]};
  convergence_collect(&convergence, leaving);
  convergence_free(&convergence);
  return true;
}

static void run_score(struct launch *launch, unsigned threads, const struct batch *batch, struct batch_result *result) {
  launch->generations = batch->settings.generations;
  launch->reads = batch->work == BATCH_READ;
  parallel_for(threads, launch->layout->group_count, score_island, launch);
  memcpy(result->fitness, launch->leaving_fitness[launch->parity],
         launch->layout->group_count * sizeof *result->fitness);
}

static bool cpu_run(struct device *device, const struct batch *batch, struct batch_result *result, struct error *err) {
  struct layout layout;
  if (!layout_create(&layout, batch, err))
    return false;
  struct launch launch = {.kernels = device->kernels, .layout = &layout};
  bool ok = launch_allocate(&launch, device->threads, err);
  if (ok) {
    fill_tables(&launch, device->threads);
    if (batch->work == BATCH_SEARCH)
      ok = run_search(&launch, device->threads, batch, result, err);
    else
      run_score(&launch, device->threads, batch, result);
  }
  launch_free(&launch);
  layout_free(&layout);
  return ok;
}

static bool cpu_probe_run(struct device *device, const struct probe *probe, struct error *err) {
  const struct batch batch = {.settings = {.entries = 2}, .problem_count = 1, .problems = &probe->problem};
  struct layout layout;
  if (!layout_create(&layout, &batch, err))
    return false;
  device->kernels->probe(layout.views, layout.doubles, probe->counter[0], probe->word[0], probe->run[0], probe->fit,
                         (u32)probe->draw_count, (u32)probe->run_count, NULL, 0);
  layout_free(&layout);
  return true;
}

/* A dynamic program on its way. */
struct tile_row {
  const struct cpu_kernels *kernels;
  const struct layout *layout;
  const struct dynamic_program *program;
  u32 *scratch; /* CPU_TILE_WORDS per thread */
  u32 row, column;
};

static void run_tile(void *context, size_t group, unsigned thread) {
  const struct tile_row *at = context;
  const struct dynamic_program *program = at->program;
  at->kernels->optimum_row(at->layout->views, at->layout->doubles, program->wanted, program->best, program->from,
                           program->entries, at->row, at->column, at->scratch + (size_t)thread * CPU_TILE_WORDS,
                           (u32)group);
}

static bool cpu_optimum_run(struct device *device, const struct dynamic_program *program, struct error *err) {
  const struct batch batch = {.settings = {.entries = 2}, .problem_count = 1, .problems = &program->problem};
  struct layout layout;
  if (!layout_create(&layout, &batch, err))
    return false;
  struct tile_row at = {.kernels = device->kernels, .layout = &layout, .program = program};
  at.scratch = aligned_alloc(64, (size_t)device->threads * CPU_TILE_WORDS * sizeof *at.scratch);
  for (u32 row = 0; at.scratch != NULL && row < program->side; row++) {
    at.row = at.column = row;
    run_tile(&at, 0, 0);
    at.column = row + 1;
    parallel_for(device->threads, program->side - row - 1, run_tile, &at);
  }
  const bool ok = at.scratch != NULL ? true : error_memory(err, "exact search");
  free(at.scratch);
  layout_free(&layout);
  return ok;
}

static bool cpu_baseline_run(struct device *device, const struct baseline_batch *batch, struct baseline_result *result,
                             struct error *err) {
  return cpu_baseline(device->kernels, device->threads, batch, result, err);
}

const struct backend cpu_backend = {"cpu",         cpu_list,        cpu_open,         cpu_run,
                                    cpu_probe_run, cpu_optimum_run, cpu_baseline_run, cpu_close};
