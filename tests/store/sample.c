#include "sample.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "front/front.h"
#include "hardware/unit.h"

/* splitmix64 */
static uint64_t draw(uint64_t *state) {
  uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static int draw_int(uint64_t *state, int low, int high) {
  return low + (int)(draw(state) % (uint64_t)(high - low + 1));
}

/* Any double: its bits are drawn. NaNs and infinities are among them. */
static double draw_bits(uint64_t *state) {
  const uint64_t bits = draw(state);
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static void require(bool ok, const struct error *err) {
  if (ok)
    return;
  (void)fprintf(stderr, "sample: %s\n", err->text);
  abort();
}

enum { FUNCTIONS = 5 };

static void make_functions(struct function function[FUNCTIONS]) {
  static const double x[] = {-2, -0.5, 0, 1.25, 3}, y[] = {1, 0.1, 0.3, -7, 2};
  struct error err = {0};
  function[0] = *function_find("gelu");
  function[1] = *function_find("exp");
  function[1].lo = -6.5;
  memcpy(function[1].name, "exp_narrow", sizeof "exp_narrow");
  require(function_from_expression(&function[2], "mine", "x * x + 0.1", -3, 3, &err), &err);
  function[2].right = (struct tail){true, 6, -8.9};
  require(function_from_samples(&function[3], "table", x, y, 5, &err), &err);
  /* The same name, another content. */
  require(function_from_expression(&function[4], "mine", "x * x + 0.2", -3, 3, &err), &err);
}

static void make_spec(struct spec *spec, const struct function *function, uint64_t *state) {
  *spec = (struct spec){.function = function,
                        .in_bits = draw_int(state, 7, 12),
                        .scales = {.count = draw_int(state, 1, 7)},
                        .slope = {draw_int(state, 6, 16), draw_int(state, 0, 20)},
                        .intercept = {draw_int(state, 6, 16), draw_int(state, 0, 20)},
                        .tails = (enum tails)draw_int(state, TAILS_FREE, TAILS_CLAMP),
                        .entries = draw_int(state, ENTRIES_MIN, 16)};
  for (int s = 0; s < spec->scales.count; s++)
    spec->scales.scale[s] = ldexp(s == 3 ? 1.1 : 1, -s);
  if (draw_int(state, 0, 1) == 1)
    spec->output = (struct output_stage){draw_int(state, OUT_BITS_MIN, OUT_BITS_MAX), 0.0625};
}

enum { WEIGHTS = 3 };

static void make_weights(struct weight weight[WEIGHTS]) {
  static const double edge[] = {-3, -1, -0.25, 0.5, 4}, count[] = {10, 0, 7, 0.5};
  struct error err = {0};
  require(weight_from_parameters(&weight[0], "act", WEIGHT_NORMAL, (const double[]){0.1, 1.5}, &err), &err);
  require(weight_from_histogram(&weight[1], "measured", edge, count, 4, &err), &err);
  /* The same name, another content. */
  require(weight_from_parameters(&weight[2], "act", WEIGHT_LAPLACE, (const double[]){-0.5, 2}, &err), &err);
}

/* Even functions can do with half a table; short tables have segments anywhere in every domain. */
static void restrict_point(struct point *point, uint64_t *state) {
  struct spec *spec = &point->spec;
  spec->restriction.slope_digits = draw_int(state, 0, 1) * SLOPE_DIGITS_MAX;
  if (draw_int(state, 0, 3) > 0) {
    spec->restriction.mirrored =
        strcmp(spec->function->name, "mine") == 0 && spec->entries % 2 == 0 && spec->entries >= 4;
    return;
  }
  spec->scales = (struct scale_set){3, {1, 0.5, 0.25}};
  spec->entries = draw_int(state, ENTRIES_MIN, 6);
  point->hardware.selector = draw_int(state, 0, 1) == 1 ? SELECT_UNIFORM : SELECT_POWER2;
  spec->restriction.segments = selector_segments(point->hardware.selector);
}

static void make_point(struct point *point, const struct function *function, const struct weight *weight, size_t number,
                       uint64_t *state) {
  *point = (struct point){.seed = draw(state), .repeat = (int)number, .place = 3 * number + 1};
  make_spec(&point->spec, function, state);
  point->spec.weight = weight;
  point->engine = engine_defaults(engine_builtin(0));
  point->engine.value[1] = 16 * draw_int(state, 1, 64);
  point->engine.value[8] = ldexp((double)(draw(state) >> 11), -53);
  point->hardware = (struct hardware){(enum storage)draw_int(state, 0, STORAGES - 1),
                                      (enum selector)draw_int(state, 0, SELECT_BINARY),
                                      draw_int(state, 0, PIPELINE_MAX),
                                      {.name = "paper28",
                                       .ge_um2 = 0.1 + (double)number,
                                       .flip_flop_ge = 5,
                                       .energy_scale = 0.3,
                                       .delay_scale = 0.7,
                                       .clock_mhz = 500}};
  restrict_point(point, state);
  /* With exponents, two of them. */
  if (number % 4 == 1 && !point->spec.restriction.mirrored)
    point->spec.intercept_significant = point->spec.intercept.bits - 1;
  (void)snprintf(point->grid, sizeof point->grid, "grid %zu", number % 3);
  point_identify(point);
}

static struct errors draw_errors(uint64_t *state) {
  return (struct errors){draw_bits(state), draw_bits(state), draw_bits(state)};
}

static void make_score(struct score *score, int scales, uint64_t *state) {
  *score = (struct score){.exact = draw_errors(state), .requantised = draw_errors(state)};
  for (int s = 0; s < scales; s++) {
    score->codes[s] = draw_int(state, 0, 3) * 100;
    score->scales_counted += score->codes[s] > 0;
    score->exact_at[s] = draw_errors(state);
    score->requantised_at[s] = draw_errors(state);
  }
}

/* What may be known of the optimum: at most the best figure that there is. */
static void set_optimum(struct results *results, size_t point, uint64_t *state) {
  const double best = optimum_best_figure(results, point);
  struct optimum *optimum = &results->outcomes[point].optimum;
  if (!(best < 0))
    *optimum = (struct optimum){(enum optimum_kind)draw_int(state, 0, OPTIMUM_KINDS - 1), isfinite(best) ? best : 1};
  if (draw_int(state, 0, 1) == 0)
    optimum->value /= 2;
  if (optimum->kind == OPTIMUM_NONE)
    optimum->value = 0;
}

static void add_steps(struct results *results, uint64_t *state) {
  struct convergence_step steps[5];
  const int count = draw_int(state, 0, 5);
  struct error err = {0};
  for (int i = 0; i < count; i++)
    steps[i] = (struct convergence_step){(uint64_t)(10 * i + draw_int(state, 1, 9)), 1.0 / (i / 2 + 1)};
  require(results_add_convergence(results, steps, (size_t)count, &err), &err);
}

/* The table of an even function: below 0 slopes are the other way round. */
static void mirror_design(struct design *design, struct format slope) {
  const int entries = design->entries, half = entries / 2;
  for (int i = 0; i < half; i++) {
    int32_t *const above = &design->slope[half + i];
    *above = *above == format_min(slope) ? 0 : *above; /* has no opposite */
    design->slope[half - 1 - i] = -*above;
    design->intercept[half - 1 - i] = design->intercept[half + i];
    design->breakpoint[half - 1 + i] = i;
    design->breakpoint[half - 1 - i] = -i;
  }
}

/* -8, -4, -2, -1, 0, or -6, -5, ... */
static void segment_design(struct design *design, enum segments segments) {
  for (int i = 0; i < design->entries - 1; i++)
    design->breakpoint[i] = segments == SEGMENTS_UNIFORM ? i - 6 : -(8 >> i);
}

static void make_design(struct scored_design *out, const struct spec *spec, int rank, uint64_t *state) {
  *out = (struct scored_design){.rank = 2 * rank, .design = {.entries = spec->entries}};
  struct design *design = &out->design;
  for (int i = 0; i < spec->entries; i++) {
    design->slope[i] = draw_int(state, format_min(spec->slope), format_max(spec->slope));
    design->intercept[i] = draw_int(state, format_min(spec->intercept), format_max(spec->intercept));
    if (spec->intercept_significant != 0)
      design->intercept[i] -= design->intercept[i] % 2; /* even: all of these fit in one bit less */
    if (i < spec->entries - 1)
      design->breakpoint[i] = i == 0 ? -50 : design->breakpoint[i - 1] + draw_int(state, 0, 9);
  }
  if (spec->restriction.segments != SEGMENTS_FREE)
    segment_design(design, spec->restriction.segments);
  if (spec->restriction.mirrored)
    mirror_design(design, spec->slope);
  make_score(&out->score, spec->scales.count, state);
  out->cost = (struct cost){draw_bits(state), draw_bits(state), draw_bits(state), draw_bits(state), draw_bits(state)};
}

/* Every third design or so, by one library or two. */
static void add_synthesised(struct results *results, uint64_t *state) {
  const struct outcome *outcome = &results->outcomes[results->point_count - 1];
  struct error err = {0};
  for (size_t d = 0; d < outcome->design_count; d++)
    for (int library = draw_int(state, 0, 2); library > 0; library--) {
      struct synthesised row = {.design = outcome->first_design + d,
                                .tool = "Yosys 0.1",
                                .area_um2 = draw_int(state, 1, 1000) / 8.0,
                                .area_ge = draw_int(state, 1, 1000) / 16.0,
                                .delay_ns = draw_int(state, 0, 1) == 0 ? (double)NAN : 2.5,
                                .energy_pj = draw_int(state, 0, 1) == 0 ? (double)NAN : 0.1,
                                .flip_flops = draw(state),
                                .cells = draw(state)};
      for (int b = 0; b < BLOCKS; b++)
        row.block_ge[b] = b % 2 == library % 2 ? (double)NAN : b * row.area_ge;
      (void)snprintf(row.library, sizeof row.library, "caf\xc3\xa9 %d.lib", library);
      require(results_add_synthesised(results, &row, &err), &err);
    }
}

struct run_record sample_run(unsigned number) {
  struct run_record run;
  memset(&run, 'x', sizeof run); /* what lies behind the texts' ends must not matter */
  (void)snprintf(run.version, sizeof run.version, "0.1.%u", number);
  (void)snprintf(run.commit, sizeof run.commit, "abc");
  (void)snprintf(run.host, sizeof run.host, "host");
  (void)snprintf(run.device, sizeof run.device, "caf\xc3\xa9 GPU");
  (void)snprintf(run.driver, sizeof run.driver, "driver");
  (void)snprintf(run.command, sizeof run.command, "lutdse run sweep.yaml");
  (void)snprintf(run.started, sizeof run.started, "2025-01-01T00:00:00Z");
  (void)snprintf(run.finished, sizeof run.finished, "2025-01-01T00:00:01Z");
  run.points = number;
  run.evaluations = 1 + (uint64_t)number;
  run.seconds = 0.1;
  return run;
}

void sample_results(struct results *out, unsigned seed, size_t points) {
  struct function function[FUNCTIONS];
  struct weight weight[WEIGHTS];
  struct error err = {0};
  uint64_t state = seed;
  results_init(out);
  make_functions(function);
  make_weights(weight);
  for (size_t p = 0; p < points; p++) {
    struct scored_design designs[4];
    struct point point;
    const int count = draw_int(&state, 0, 4);
    make_point(&point, &function[draw(&state) % FUNCTIONS],
               p % (WEIGHTS + 1) == 0 ? NULL : &weight[p % (WEIGHTS + 1) - 1], p, &state);
    for (int d = 0; d < count; d++)
      make_design(&designs[d], &point.spec, d, &state);
    require(results_add(out, &point, draw(&state), designs, (size_t)count, &err), &err);
    set_optimum(out, p, &state);
    add_steps(out, &state);
    add_synthesised(out, &state);
  }
  for (unsigned r = 0; r < 2; r++) {
    const struct run_record run = sample_run(seed + r);
    require(results_add_run(out, &run, &err), &err);
  }
  (void)snprintf(out->sweep_name, sizeof out->sweep_name, "sample %u", seed);
  out->sweep_text = strdup("name: sample\n# caf\xc3\xa9\n");
  for (int f = 0; f < FUNCTIONS; f++)
    function_release(&function[f]);
  for (int w = 0; w < WEIGHTS; w++)
    weight_release(&weight[w]);
}

static size_t weight_number(const struct results *results, size_t row) {
  const struct weight *weight = results->points[row].spec.weight;
  return weight == NULL ? 0 : 1 + (size_t)(weight - results->weights);
}

/* What a front says of a design; uniform weight is SIZE_MAX. */
static struct front_row front_of(const struct results *results, size_t design, int error, int cost) {
  const struct scored_design *scored = &results->designs[design];
  const struct point *point = &results->points[scored->point];
  return (struct front_row){design,
                            error,
                            cost,
                            (size_t)(point->spec.function - results->functions),
                            weight_number(results, scored->point) - 1,
                            design_error(scored, (enum error_metric)error),
                            design_cost(scored, (enum cost_metric)cost)};
}

void sample_fronts(struct results *results, unsigned seed, size_t rows) {
  uint64_t state = seed;
  if (results->design_count == 0)
    return;
  results->fronts = calloc(rows + 1, sizeof *results->fronts);
  results->ranges = calloc(rows + 1, sizeof *results->ranges);
  results->front_count = results->range_count = rows;
  for (size_t r = 0; r < rows; r++) {
    const size_t design = (size_t)draw(&state) % results->design_count;
    const int error = draw_int(&state, 0, ERROR_METRICS - 1), cost = draw_int(&state, 0, COST_METRICS - 1);
    const struct front_row front = front_of(results, design, error, cost);
    results->fronts[r] = front;
    results->ranges[r] = (struct range_row){front.function, front.weight, r % 2 == 0 ? error : ERROR_METRICS + cost,
                                            r + 1,          -(double)r,   ldexp((double)(draw(&state) >> 11), -53)};
  }
}

static bool differ(const char *what, size_t row) {
  (void)fprintf(stderr, "differs: %s of row %zu\n", what, row);
  return false;
}

static bool same_bytes(const void *a, const void *b, size_t size) { return size == 0 || memcmp(a, b, size) == 0; }

static bool same_tail(const struct tail *a, const struct tail *b) {
  return a->present == b->present && (!a->present || (a->slope == b->slope && a->intercept == b->intercept));
}

static bool same_function(const struct function *a, const struct function *b, size_t row) {
  if (strcmp(a->name, b->name) != 0 || strcmp(a->formula, b->formula) != 0 || a->builtin != b->builtin)
    return differ("function", row);
  if (a->lo != b->lo || a->hi != b->hi || !same_tail(&a->left, &b->left) || !same_tail(&a->right, &b->right))
    return differ("domain or tails", row);
  for (int i = -20; i <= 20; i++)
    if (function_value(a, 0.23 * i) != function_value(b, 0.23 * i))
      return differ("function value", row);
  return true;
}

static bool same_weight(const struct weight *a, const struct weight *b, size_t row) {
  if (strcmp(a->name, b->name) != 0 || a->kind != b->kind || a->hash != b->hash || a->bins != b->bins ||
      a->total != b->total || !same_bytes(a->parameter, b->parameter, sizeof a->parameter))
    return differ("weight", row);
  return (same_bytes(a->edge, b->edge, a->bins * sizeof(double)) &&
          same_bytes(a->count, b->count, a->bins * sizeof(double))) ||
         differ("histogram", row);
}

static bool same_spec(const struct spec *a, const struct spec *b) {
  return a->in_bits == b->in_bits && a->scales.count == b->scales.count && a->slope.bits == b->slope.bits &&
         a->slope.frac == b->slope.frac && a->intercept.bits == b->intercept.bits &&
         a->intercept.frac == b->intercept.frac && a->tails == b->tails && a->output.bits == b->output.bits &&
         a->output.scale == b->output.scale && a->entries == b->entries && a->ranges == b->ranges &&
         a->slope_significant == b->slope_significant && a->intercept_significant == b->intercept_significant &&
         a->restriction.segments == b->restriction.segments &&
         a->restriction.slope_digits == b->restriction.slope_digits &&
         a->restriction.mirrored == b->restriction.mirrored &&
         same_bytes(a->scales.scale, b->scales.scale, (size_t)a->scales.count * sizeof(double));
}

static bool same_hardware(const struct hardware *a, const struct hardware *b) {
  return a->storage == b->storage && a->selector == b->selector && a->pipeline == b->pipeline &&
         strcmp(a->technology.name, b->technology.name) == 0 &&
         same_bytes(&a->technology.ge_um2, &b->technology.ge_um2, 5 * sizeof(double));
}

static bool same_point(const struct results *a, const struct results *b, size_t row) {
  const struct point *p = &a->points[row], *q = &b->points[row];
  const struct outcome *o = &a->outcomes[row], *n = &b->outcomes[row];
  if (!same_spec(&p->spec, &q->spec) || p->spec.function - a->functions != q->spec.function - b->functions)
    return differ("spec", row);
  if (weight_number(a, row) != weight_number(b, row))
    return differ("weight", row);
  if (p->engine.engine != q->engine.engine || !same_bytes(p->engine.value, q->engine.value, sizeof p->engine.value))
    return differ("engine", row);
  if (!same_hardware(&p->hardware, &q->hardware))
    return differ("hardware", row);
  if (p->seed != q->seed || p->repeat != q->repeat || p->key != q->key || p->place != q->place ||
      strcmp(p->grid, q->grid) != 0 || strcmp(p->id.hex, q->id.hex) != 0)
    return differ("identity", row);
  if (o->evaluations != n->evaluations || o->first_design != n->first_design || o->design_count != n->design_count)
    return differ("outcome", row);
  if (o->optimum.kind != n->optimum.kind || o->optimum.value != n->optimum.value)
    return differ("optimum", row);
  if (o->step_count != n->step_count || (o->step_count > 0 && o->first_step != n->first_step))
    return differ("convergence", row);
  return true;
}

static bool same_design(const struct scored_design *a, const struct scored_design *b, int scales, size_t row) {
  const size_t entries = (size_t)a->design.entries, n = (size_t)scales;
  if (a->point != b->point || a->rank != b->rank || a->design.entries != b->design.entries)
    return differ("design", row);
  if (!same_bytes(a->design.breakpoint, b->design.breakpoint, (entries - 1) * sizeof(int32_t)) ||
      !same_bytes(a->design.slope, b->design.slope, entries * sizeof(int32_t)) ||
      !same_bytes(a->design.intercept, b->design.intercept, entries * sizeof(int32_t)))
    return differ("codes", row);
  if (!same_bytes(&a->score.exact, &b->score.exact, sizeof a->score.exact) ||
      !same_bytes(&a->score.requantised, &b->score.requantised, sizeof a->score.requantised) ||
      a->score.scales_counted != b->score.scales_counted)
    return differ("score", row);
  if (!same_bytes(a->score.codes, b->score.codes, n * sizeof(int64_t)) ||
      !same_bytes(a->score.exact_at, b->score.exact_at, n * sizeof(struct errors)) ||
      !same_bytes(a->score.requantised_at, b->score.requantised_at, n * sizeof(struct errors)))
    return differ("score per scale", row);
  return same_bytes(&a->cost, &b->cost, sizeof a->cost) || differ("cost", row);
}

static bool same_synthesised(const struct synthesised *a, const struct synthesised *b, size_t row) {
  const bool same = a->design == b->design && strcmp(a->library, b->library) == 0 && strcmp(a->tool, b->tool) == 0 &&
                    same_bytes(&a->area_um2, &b->area_um2, 4 * sizeof(double)) && a->flip_flops == b->flip_flops &&
                    a->cells == b->cells && same_bytes(a->block_ge, b->block_ge, sizeof a->block_ge);
  return same || differ("synthesis", row);
}

static bool same_front(const struct front_row *a, const struct front_row *b, size_t row) {
  const bool same = a->design == b->design && a->error_metric == b->error_metric && a->cost_metric == b->cost_metric &&
                    a->function == b->function && a->weight == b->weight &&
                    same_bytes(&a->error, &b->error, 2 * sizeof(double));
  return same || differ("front", row);
}

static bool same_range(const struct range_row *a, const struct range_row *b, size_t row) {
  const bool same = a->function == b->function && a->weight == b->weight && a->metric == b->metric &&
                    a->designs == b->designs && same_bytes(&a->least, &b->least, 2 * sizeof(double));
  return same || differ("range", row);
}

static bool same_run(const struct run_record *a, const struct run_record *b, size_t row) {
  if (strcmp(a->version, b->version) != 0 || strcmp(a->commit, b->commit) != 0 || strcmp(a->host, b->host) != 0 ||
      strcmp(a->device, b->device) != 0 || strcmp(a->driver, b->driver) != 0 || strcmp(a->command, b->command) != 0 ||
      strcmp(a->started, b->started) != 0 || strcmp(a->finished, b->finished) != 0 || a->points != b->points ||
      a->evaluations != b->evaluations || a->seconds != b->seconds)
    return differ("run", row);
  return true;
}

static bool same_text(const char *a, const char *b) { return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0; }

bool sample_equal(const struct results *a, const struct results *b) {
  bool same = strcmp(a->sweep_name, b->sweep_name) == 0 && same_text(a->sweep_text, b->sweep_text) &&
              a->function_count == b->function_count && a->weight_count == b->weight_count &&
              a->point_count == b->point_count && a->design_count == b->design_count &&
              a->front_count == b->front_count && a->range_count == b->range_count &&
              a->synthesised_count == b->synthesised_count && a->run_count == b->run_count;
  if (!same)
    return differ("counts or sweep", 0);
  for (size_t f = 0; same && f < a->function_count; f++)
    same = same_function(&a->functions[f], &b->functions[f], f);
  for (size_t w = 0; same && w < a->weight_count; w++)
    same = same_weight(&a->weights[w], &b->weights[w], w);
  for (size_t p = 0; same && p < a->point_count; p++)
    same = same_point(a, b, p);
  for (size_t d = 0; same && d < a->design_count; d++)
    same = same_design(&a->designs[d], &b->designs[d], a->points[a->designs[d].point].spec.scales.count, d);
  for (size_t i = 0; same && i < a->synthesised_count; i++)
    same = same_synthesised(&a->synthesised[i], &b->synthesised[i], i);
  for (size_t r = 0; same && r < a->run_count; r++)
    same = same_run(&a->runs[r], &b->runs[r], r);
  same = same && a->step_count == b->step_count;
  for (size_t i = 0; same && i < a->step_count; i++)
    same = a->steps[i].evaluations == b->steps[i].evaluations && a->steps[i].best == b->steps[i].best;
  for (size_t f = 0; same && f < a->front_count; f++)
    same = same_front(&a->fronts[f], &b->fronts[f], f);
  for (size_t r = 0; same && r < a->range_count; r++)
    same = same_range(&a->ranges[r], &b->ranges[r], r);
  return same;
}

char *sample_folder(void) {
  char *folder = strdup("/tmp/lutdse-store-XXXXXX");
  if (mkdtemp(folder) == NULL)
    abort();
  return folder;
}

static void delete_tree(const char *path) {
  DIR *folder = opendir(path);
  for (const struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
    char inner[4096];
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
      continue;
    (void)snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
    if (unlink(inner) != 0)
      delete_tree(inner);
  }
  if (folder != NULL)
    (void)closedir(folder);
  (void)rmdir(path);
}

void sample_folder_delete(char *folder) {
  delete_tree(folder);
  free(folder);
}

int sample_folder_count(const char *path) {
  int count = 0;
  DIR *folder = opendir(path);
  while (readdir(folder) != NULL)
    count++;
  (void)closedir(folder);
  return count - 2; /* less . and .. */
}

const char *sample_path(const char *folder, const char *name) {
  static char path[4096];
  (void)snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}
