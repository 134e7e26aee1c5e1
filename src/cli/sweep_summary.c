#include "cli/sweep_summary.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/json_print.h"
#include "cli/table.h"
#include "search/search.h"

enum { ID_SHOWN = 12, TEXT_SIZE = 96 };

static double default_rate(void) {
  const long cores = sysconf(_SC_NPROCESSORS_ONLN);
  return SWEEP_SUMMARY_CORE_RATE * (cores > 0 ? (double)cores : 1.0);
}

/* What a point adds to a sweep that ends with `before`: equal problems, neighbours for the most part, are one. */
static double point_work(const struct point *point, const struct point *before) {
  const struct search_request request = {&point->spec, &point->engine, point->key};
  const bool shared =
      before != NULL && before->spec.entries == point->spec.entries && problem_shared(&before->spec, &point->spec);
  return search_point_work(&request) + (shared ? 0 : search_problem_work(&point->spec));
}

struct sweep_estimate sweep_estimate(const struct sweep *sweep, double rate) {
  struct sweep_estimate estimate = {0, rate > 0 ? rate : default_rate(), 0};
  for (size_t i = 0; i < sweep->point_count; i++) {
    const struct point *const point = &sweep->points[i];
    const uint64_t evaluations = engine_evaluations(&point->engine, point->spec.entries);
    const uint64_t room = UINT64_MAX - estimate.evaluations;
    estimate.evaluations += evaluations < room ? evaluations : room;
    estimate.seconds += point_work(point, i > 0 ? point - 1 : NULL) / SEARCH_WORK_AT_8_ENTRIES / estimate.rate;
  }
  return estimate;
}

/* The points of one grid lie next to one another; returns the index after those of the grid at `first`. */
static size_t grid_end(const struct sweep *sweep, size_t first) {
  size_t end = first;
  while (end < sweep->point_count && strcmp(sweep->points[end].grid, sweep->points[first].grid) == 0)
    end++;
  return end;
}

static size_t shown(const struct sweep *sweep, const struct sweep_summary_options *options) {
  return options->points < sweep->point_count ? options->points : sweep->point_count;
}

/* For people. */

static const char *plural(size_t count) { return count == 1 ? "" : "s"; }

/* "1, 0.5, 0.25", or "1 ... 0.015625 (7)" where that is longer than a column should be. */
static void describe_scales(const struct scale_set *set, char *out, size_t size) {
  if (set->count > 3) {
    (void)snprintf(out, size, "%g ... %g (%d)", set->scale[0], set->scale[set->count - 1], set->count);
    return;
  }
  size_t length = 0;
  for (int s = 0; s < set->count && length < size; s++)
    length += (size_t)snprintf(out + length, size - length, "%s%g", s == 0 ? "" : ", ", set->scale[s]);
}

static void describe_output(const struct output_stage *output, char *out, size_t size) {
  if (output->bits == 0)
    (void)snprintf(out, size, "exact");
  else
    (void)snprintf(out, size, "%d bits at %g", output->bits, output->scale);
}

/* The engine's name, then the parameters that differ from their defaults. */
static void describe_engine(const struct engine_settings *settings, char *out, size_t size) {
  const struct engine_description *const engine = settings->engine;
  size_t length = (size_t)snprintf(out, size, "%s", engine->name);
  for (int p = 0; p < engine->parameter_count && length < size; p++)
    if (settings->value[p] != engine->parameter[p].fallback)
      length += (size_t)snprintf(out + length, size - length, " %s=%g", engine->parameter[p].name, settings->value[p]);
}

static void add_titles(struct table *table) {
  static const char *const titles[] = {"point", "grid",   "function", "in",     "scales",   "slope", "intercept",
                                       "tails", "output", "entries",  "engine", "hardware", "seed",  "repeat"};
  table->columns = sizeof titles / sizeof titles[0];
  for (size_t i = 0; i < table->columns; i++)
    table_add(table, "%s", titles[i]);
}

static void add_point(struct table *table, const struct point *point) {
  const struct spec *const spec = &point->spec;
  char scales[TEXT_SIZE], output[TEXT_SIZE], engine[TEXT_SIZE];
  describe_scales(&spec->scales, scales, sizeof scales);
  describe_output(&spec->output, output, sizeof output);
  describe_engine(&point->engine, engine, sizeof engine);
  table_add(table, "%.*s", ID_SHOWN, point->id.hex);
  table_add(table, "%s", point->grid);
  table_add(table, "%s", spec->function->name);
  table_add(table, "%d", spec->in_bits);
  table_add(table, "%s", scales);
  table_add(table, "Q(%d,%d)", spec->slope.bits, spec->slope.frac);
  table_add(table, "Q(%d,%d)", spec->intercept.bits, spec->intercept.frac);
  table_add(table, "%s", tails_name(spec->tails));
  table_add(table, "%s", output);
  table_add(table, "%d", spec->entries);
  table_add(table, "%s", engine);
  table_add(table, "%s %s %s", storage_name(point->hardware.storage), selector_name(point->hardware.selector),
            point->hardware.technology.name);
  table_add(table, "%" PRIu64, point->seed);
  table_add(table, "%d", point->repeat);
}

static bool print_points(const struct sweep *sweep, size_t count, struct error *err) {
  struct table table = {.columns = 0};
  add_titles(&table);
  for (size_t i = 0; i < count; i++)
    add_point(&table, &sweep->points[i]);
  (void)printf("\n");
  if (!table_print(&table, stdout))
    return error_memory(err, "table of points");
  if (count < sweep->point_count)
    (void)printf("... and %zu more\n", sweep->point_count - count);
  return true;
}

static void print_duration(double seconds) {
  if (seconds < 120)
    (void)printf("%.3g seconds", seconds);
  else if (seconds < 7200)
    (void)printf("%.3g minutes", seconds / 60);
  else if (seconds < 172800)
    (void)printf("%.3g hours", seconds / 3600);
  else
    (void)printf("%.3g days", seconds / 86400);
}

static bool print_text(const struct sweep *sweep, const struct sweep_summary_options *options, struct error *err) {
  const struct sweep_estimate estimate = sweep_estimate(sweep, options->rate);
  (void)printf("sweep %s: %zu point%s\n", sweep->name, sweep->point_count, plural(sweep->point_count));
  for (size_t first = 0, end = 0; first < sweep->point_count; first = end) {
    end = grid_end(sweep, first);
    (void)printf("  grid %s: %zu point%s\n", sweep->points[first].grid, end - first, plural(end - first));
  }
  if (sweep->duplicates > 0)
    (void)printf("  %zu duplicate%s dropped\n", sweep->duplicates, plural(sweep->duplicates));
  (void)printf("evaluations: %.4g\n", (double)estimate.evaluations);
  (void)printf("estimated time: ");
  print_duration(estimate.seconds);
  (void)printf(" at %.3g evaluations per second at 8 entries (%s)\n", estimate.rate,
               options->rate > 0 ? "as given" : "a guess for this machine's processor");
  const size_t count = shown(sweep, options);
  return count == 0 || print_points(sweep, count, err);
}

/* For programs. */

static json_t *format_json(struct format format) {
  return json_pack("{s:i, s:i}", "bits", format.bits, "frac", format.frac);
}

static json_t *scales_json(const struct scale_set *set) {
  json_t *array = json_array();
  for (int s = 0; s < set->count; s++)
    json_append(&array, json_real(set->scale[s]));
  return array;
}

static json_t *output_json(const struct output_stage *output) {
  if (output->bits == 0)
    return json_null();
  return json_pack("{s:i, s:f}", "bits", output->bits, "scale", output->scale);
}

static json_t *engine_json(const struct engine_settings *settings) {
  const struct engine_description *const engine = settings->engine;
  json_t *const object = json_pack("{s:s}", "name", engine->name);
  for (int p = 0; p < engine->parameter_count; p++)
    if (json_object_set_new(object, engine->parameter[p].name, json_real(settings->value[p])) != 0) {
      json_decref(object);
      return NULL;
    }
  return object;
}

static json_t *hardware_json(const struct hardware *hardware) {
  return json_pack("{s:s, s:s, s:s}", "storage", storage_name(hardware->storage), "select",
                   selector_name(hardware->selector), "technology", hardware->technology.name);
}

static json_t *point_json(const struct point *point) {
  const struct spec *const spec = &point->spec;
  char seed[24]; /* text, because JSON numbers end at 2^53 or 2^63 */
  (void)snprintf(seed, sizeof seed, "%" PRIu64, point->seed);
  return json_pack("{s:s, s:s, s:s, s:i, s:o, s:o, s:o, s:s, s:o, s:i, s:o, s:o, s:s, s:i}", "id", point->id.hex,
                   "grid", point->grid, "function", spec->function->name, "in_bits", spec->in_bits, "scales",
                   scales_json(&spec->scales), "slope", format_json(spec->slope), "intercept",
                   format_json(spec->intercept), "tails", tails_name(spec->tails), "output", output_json(&spec->output),
                   "entries", spec->entries, "engine", engine_json(&point->engine), "hardware",
                   hardware_json(&point->hardware), "seed", seed, "repeat", point->repeat);
}

static json_t *grids_json(const struct sweep *sweep) {
  json_t *array = json_array();
  for (size_t first = 0, end = 0; first < sweep->point_count; first = end) {
    end = grid_end(sweep, first);
    json_append(&array,
                json_pack("{s:s, s:I}", "name", sweep->points[first].grid, "points", (json_int_t)(end - first)));
  }
  return array;
}

static json_t *points_json(const struct sweep *sweep, size_t count) {
  json_t *array = json_array();
  for (size_t i = 0; i < count; i++)
    json_append(&array, point_json(&sweep->points[i]));
  return array;
}

static bool print_json(const struct sweep *sweep, const struct sweep_summary_options *options, struct error *err) {
  const struct sweep_estimate estimate = sweep_estimate(sweep, options->rate);
  json_t *const root =
      json_pack("{s:s, s:I, s:I, s:o, s:f, s:f, s:f, s:o}", "name", sweep->name, "points",
                (json_int_t)sweep->point_count, "duplicates", (json_int_t)sweep->duplicates, "grids", grids_json(sweep),
                "evaluations", (double)estimate.evaluations, "evaluations_per_second", estimate.rate,
                "estimated_seconds", estimate.seconds, "first_points", points_json(sweep, shown(sweep, options)));
  return json_print(root, stdout, "JSON of the sweep", err);
}

bool sweep_summary_print(const struct sweep *sweep, const struct sweep_summary_options *options, struct error *err) {
  return options->json ? print_json(sweep, options, err) : print_text(sweep, options, err);
}
