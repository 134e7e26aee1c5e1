/* lutdse bench: genetic evaluations per second, next to the ceiling of scoring alone. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/cli.h"
#include "cli/json_print.h"
#include "clock.h"
#include "run/devices.h"
#include "search/islands.h"
#include "version.h"

enum { BENCH_POINTS_MAX = 1024, BENCH_REPEATS_MAX = 100, SIZES = 4 };

static const int bench_entries[SIZES] = {8, 16, 32, 64};

struct arguments {
  const char *devices;
  unsigned threads;
  int points, repeats;
  bool json;
};

static const struct argp_option options[] = {
    {"devices", 'd', "LIST", 0, "Devices, measured one after the other: auto (default), all, cpu, cuda:N, opencl:N", 0},
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
    arguments->devices = text;
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

static const struct argp argp = {
    options,
    parse_option,
    NULL,
    "Measure full genetic evaluations per second (breeding and scoring) on gelu, 8-bit "
    "codes, seven scales, and two ceilings in the same run: scoring alone, and as many reads of the cost table at "
    "random places.",
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
  bench->result.evaluations = malloc((size_t)points * sizeof *bench->result.evaluations);
  return bench->result.boundaries != NULL && bench->result.fitness != NULL && bench->result.evaluations != NULL
             ? true
             : error_memory(err, "benchmark");
}

static void bench_free(struct bench *bench) {
  problem_free(bench->problem);
  free(bench->result.boundaries);
  free(bench->result.fitness);
  free(bench->result.evaluations);
}

static int compare_doubles(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

/* What a batch takes: a search says so itself, the ceilings score every individual once a generation. */
static double evaluations_of(const struct bench *bench) {
  const struct island_settings *settings = &bench->batch.settings;
  double sum = (double)bench->batch.point_count * settings->islands * settings->population * settings->generations;
  if (bench->batch.work == BATCH_SEARCH) {
    sum = 0;
    for (size_t i = 0; i < bench->batch.point_count; i++)
      sum += (double)bench->result.evaluations[i];
  }
  return sum;
}

/* Evaluations per second: the median over the repeats, after one run to warm up. */
static bool measure(struct bench *bench, const struct search_device *on, int repeats, enum batch_work work,
                    double *rate, struct error *err) {
  double rates[BENCH_REPEATS_MAX];
  bench->batch.work = work;
  for (int i = -1; i < repeats; i++) {
    const double start = clock_seconds();
    if (!on->backend->run(on->device, &bench->batch, &bench->result, err))
      return false;
    if (i >= 0)
      rates[i] = evaluations_of(bench) / (clock_seconds() - start);
  }
  qsort(rates, (size_t)repeats, sizeof *rates, compare_doubles);
  *rate = rates[repeats / 2];
  return true;
}

/* A device's figures, by index into bench_entries: evaluations per second, of searching, scoring and reading; points.
 */
struct figures {
  double search[SIZES], score[SIZES], read[SIZES], points[SIZES];
};

static bool measure_size(const struct search_device *on, int size, const struct arguments *arguments,
                         struct figures *figures, struct error *err) {
  struct bench bench;
  const int repeats = arguments->repeats;
  bool ok = bench_create(&bench, bench_entries[size], arguments->points, err) &&
            measure(&bench, on, repeats, BATCH_SEARCH, &figures->search[size], err);
  if (ok)
    figures->points[size] = figures->search[size] * (double)arguments->points / evaluations_of(&bench);
  ok = ok && measure(&bench, on, repeats, BATCH_SCORE, &figures->score[size], err) &&
       measure(&bench, on, repeats, BATCH_READ, &figures->read[size], err);
  bench_free(&bench);
  return ok;
}

static bool measure_device(const struct run_device *device, const struct arguments *arguments, struct figures *figures,
                           struct error *err) {
  for (int i = 0; i < SIZES; i++)
    if (!measure_size(&device->on, i, arguments, figures, err))
      return false;
  return true;
}

/* Threads that worked: the CPU's, or the device's units. */
static unsigned workers(const struct run_device *device) {
  return device->on.backend == &cpu_backend ? device->on.threads : device->info.units;
}

static void print_figures(const struct run_device *device, const struct figures *figures) {
  const struct device_info *info = &device->info;
  (void)printf("%s: %s (%s), %u threads or units\n", info->id, info->name, info->platform, workers(device));
  (void)printf("%8s %14s %10s %16s %6s %16s %6s\n", "entries", "evaluations/s", "points/s", "scoring alone/s", "share",
               "table reads/s", "share");
  for (int i = 0; i < SIZES; i++) {
    const double search = figures->search[i], score = figures->score[i], read = figures->read[i];
    (void)printf("%8d %14.3e %10.1f %16.3e %5.0f%% %16.3e %5.0f%%\n", bench_entries[i], search, figures->points[i],
                 score, 100 * search / score, read * bench_entries[i], 100 * search / read);
  }
}

static json_t *figures_json(const struct run_device *device, const struct figures *figures) {
  const struct device_info *info = &device->info;
  json_t *rows = json_array();
  for (int i = 0; i < SIZES; i++) {
    const double search = figures->search[i], score = figures->score[i], read = figures->read[i];
    json_append(&rows,
                json_pack("{s:i, s:f, s:f, s:f, s:f, s:f, s:f}", "entries", bench_entries[i], "evaluations_per_s",
                          search, "points_per_s", figures->points[i], "scoring_per_s", score, "scoring_share",
                          search / score, "reads_per_s", read * bench_entries[i], "reads_share", search / read));
  }
  return json_pack("{s:s, s:s, s:s, s:s, s:i, s:o}", "device", info->id, "name", info->name, "platform", info->platform,
                   "driver", info->driver, "workers", (int)workers(device), "results", rows);
}

/* Takes over the list. */
static bool print_json(const struct arguments *arguments, json_t *devices, struct error *err) {
  char date[16] = "";
  const time_t today = time(NULL);
  struct tm parts;
  if (gmtime_r(&today, &parts) != NULL)
    (void)strftime(date, sizeof date, "%Y-%m-%d", &parts);
  json_t *all =
      json_pack("{s:s, s:s, s:s, s:i, s:i, s:o}", "date", date, "version", LUTDSE_VERSION, "commit", LUTDSE_COMMIT,
                "points", arguments->points, "repeats", arguments->repeats, "devices", devices);
  return json_print(all, stdout, "JSON of the benchmark", err);
}

static bool run_bench(const struct arguments *arguments, const struct run_device *devices, size_t count,
                      struct error *err) {
  json_t *list = json_array();
  for (size_t i = 0; i < count; i++) {
    struct figures figures;
    if (!measure_device(&devices[i], arguments, &figures, err)) {
      json_decref(list);
      return false;
    }
    if (!arguments->json)
      print_figures(&devices[i], &figures);
    json_append(&list, figures_json(&devices[i], &figures));
  }
  if (arguments->json)
    return print_json(arguments, list, err);
  json_decref(list);
  return true;
}

int command_bench(int argc, char **argv) {
  struct arguments arguments = {.devices = "auto", .points = 64, .repeats = 5};
  cli_parse(&argp, argc, argv, &arguments);
  struct error err;
  struct run_device devices[BACKEND_DEVICES_MAX];
  const size_t count = devices_open(arguments.devices, arguments.threads, devices, NULL, NULL, &err);
  if (count == 0)
    return cli_fail(&err);
  const bool ok = run_bench(&arguments, devices, count, &err);
  devices_close(devices, count);
  return ok ? cli_finish_output() : cli_fail(&err);
}
