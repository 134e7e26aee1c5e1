/* lutdse bench: genetic evaluations per second, next to the ceiling of scoring alone. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/cli.h"
#include "run/choose.h"
#include "search/islands.h"

enum { BENCH_POINTS_MAX = 1024, BENCH_REPEATS_MAX = 100, SIZES = 4 };

static const int bench_entries[SIZES] = {8, 16, 32, 64};

struct arguments {
  const char *device;
  unsigned threads;
  int points, repeats;
  bool json;
};

static const struct argp_option options[] = {
    {"device", 'd', "ID", 0, "Device: auto (default), cpu, opencl:N", 0},
    {"threads", 't', "N", 0, "Threads of the CPU (default: all cores)", 0},
    {"points", 'p', "N", 0, "Grid points in a batch (default 64; fewer take less time, more fill a bigger device)", 0},
    {"repeats", 'r', "N", 0, "Measure N times and take the median (default 5)", 0},
    {"json", 'j', NULL, 0, "Print JSON", 0},
    {0},
};

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
  case 'd':
    arguments->device = text;
    return 0;
  case 't':
    arguments->threads = (unsigned)cli_integer(state, "--threads", text, 1, 1024);
    return 0;
  case 'p':
    arguments->points = (int)cli_integer(state, "--points", text, 1, BENCH_POINTS_MAX);
    return 0;
  case 'r':
    arguments->repeats = (int)cli_integer(state, "--repeats", text, 1, BENCH_REPEATS_MAX);
    return 0;
  case 'j':
    arguments->json = true;
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp argp = {options,
                                 parse_option,
                                 NULL,
                                 "Measure full genetic evaluations per second (breeding and scoring) on gelu, 8-bit "
                                 "codes, seven scales, and the ceiling: scoring alone, in the same run.",
                                 NULL,
                                 NULL,
                                 NULL};

/* What one size needs, on one device. */
struct bench {
  struct batch batch;
  struct problem *problem;
  const struct problem *problems[1];
  uint32_t problem_of[BENCH_POINTS_MAX];
  uint64_t key[BENCH_POINTS_MAX];
  struct batch_result result;
};

static struct spec bench_spec(int entries) {
  struct spec spec = {.function = function_find("gelu"),
                      .in_bits = 8,
                      .scales = {.count = 7},
                      .slope = {8, 6},
                      .intercept = {8, 6},
                      .tails = TAILS_FREE,
                      .entries = entries};
  for (int s = 0; s < spec.scales.count; s++)
    spec.scales.scale[s] = 1.0 / (double)(1 << s);
  return spec;
}

static bool bench_create(struct bench *bench, int entries, int points, struct error *err) {
  const struct spec spec = bench_spec(entries);
  const struct engine_settings settings = engine_defaults(&islands_engine);
  memset(bench, 0, sizeof *bench);
  bench->problem = problem_create(&spec, err);
  if (bench->problem == NULL)
    return false;
  bench->problems[0] = bench->problem;
  bench->batch = (struct batch){.settings = islands_settings(&settings, entries),
                                .problem_count = 1,
                                .problems = bench->problems,
                                .point_count = (size_t)points,
                                .problem_of = bench->problem_of,
                                .key = bench->key};
  for (int i = 0; i < points; i++)
    bench->key[i] = (uint64_t)i + 1;
  const size_t islands = (size_t)points * bench->batch.settings.islands;
  bench->result.boundaries = malloc(islands * (size_t)entries * sizeof *bench->result.boundaries);
  bench->result.fitness = malloc(islands * sizeof *bench->result.fitness);
  return bench->result.boundaries != NULL && bench->result.fitness != NULL ? true : error_memory(err, "benchmark");
}

static void bench_free(struct bench *bench) {
  problem_free(bench->problem);
  free(bench->result.boundaries);
  free(bench->result.fitness);
}

static double now(void) {
  struct timespec time;
  (void)clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static int compare_doubles(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

/* Evaluations per second: the median over the repeats, after one run to warm up. */
static bool measure(struct bench *bench, const struct search_device *on, int repeats, bool fitness_only, double *rate,
                    struct error *err) {
  const struct island_settings *settings = &bench->batch.settings;
  const double evaluations =
      (double)bench->batch.point_count * settings->islands * settings->population * settings->generations;
  double rates[BENCH_REPEATS_MAX];
  bench->batch.fitness_only = fitness_only;
  for (int i = -1; i < repeats; i++) {
    const double start = now();
    if (!on->backend->run(on->device, &bench->batch, &bench->result, err))
      return false;
    if (i >= 0)
      rates[i] = evaluations / (now() - start);
  }
  qsort(rates, (size_t)repeats, sizeof *rates, compare_doubles);
  *rate = rates[repeats / 2];
  return true;
}

static bool measure_size(const struct search_device *on, int entries, const struct arguments *arguments, double *full,
                         double *ceiling, struct error *err) {
  struct bench bench;
  const bool ok = bench_create(&bench, entries, arguments->points, err) &&
                  measure(&bench, on, arguments->repeats, false, full, err) &&
                  measure(&bench, on, arguments->repeats, true, ceiling, err);
  bench_free(&bench);
  return ok;
}

static int run_bench(const struct arguments *arguments, const struct search_device *on,
                     const struct device_info *info) {
  struct error err;
  json_t *rows = json_array();
  if (!arguments->json)
    (void)printf("%s: %s (%s), %u threads or units\n%8s %18s %18s %8s\n", info->id, info->name, info->platform,
                 on->backend == &cpu_backend ? on->threads : info->units, "entries", "evaluations/s", "scoring alone/s",
                 "share");
  for (int i = 0; i < SIZES; i++) {
    double full = 0, ceiling = 0;
    if (!measure_size(on, bench_entries[i], arguments, &full, &ceiling, &err)) {
      json_decref(rows);
      return cli_fail(&err);
    }
    (void)json_array_append_new(rows, json_pack("{s:i, s:f, s:f}", "entries", bench_entries[i], "evaluations_per_s",
                                                full, "scoring_per_s", ceiling));
    if (!arguments->json)
      (void)printf("%8d %18.3e %18.3e %7.0f%%\n", bench_entries[i], full, ceiling, 100 * full / ceiling);
    (void)fflush(stdout);
  }
  json_t *all = json_pack("{s:s, s:s, s:s, s:s, s:i, s:i, s:i, s:o}", "device", info->id, "name", info->name,
                          "platform", info->platform, "driver", info->driver, "threads", (int)on->threads, "points",
                          arguments->points, "repeats", arguments->repeats, "results", rows);
  if (arguments->json) {
    (void)json_dumpf(all, stdout, JSON_INDENT(2));
    (void)putchar('\n');
  }
  json_decref(all);
  return cli_finish_output();
}

int command_bench(int argc, char **argv) {
  struct arguments arguments = {.device = "auto", .points = 64, .repeats = 5};
  cli_parse(&argp, argc, argv, &arguments);
  struct error err;
  struct search_device on;
  struct device_info info;
  if (!choose_device(arguments.device, arguments.threads, &on, &info, &err))
    return cli_fail(&err);
  const int status = run_bench(&arguments, &on, &info);
  on.backend->close(on.device);
  return status;
}
