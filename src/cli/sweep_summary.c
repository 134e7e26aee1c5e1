#include "cli/sweep_summary.h"
#include "export/json_writer.h"
#include "model/significant.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/json_print.h"
#include "cli/sweep_estimate.h"
#include "cli/table.h"

enum { ID_SHOWN = 12, TEXT_SIZE = 96 };

/* The points of one grid lie next to one another; returns the index after those of the grid at `first`. */
static size_t grid_end(const struct sweep *sweep, size_t first) {
  size_t end = first;
  const char *const grid = sweep_grid(sweep, first);
  while (end < sweep->point_count && strcmp(sweep_grid(sweep, end), grid) == 0)
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
  for (int p = 0; p < engine->parameter_count && length < size; p++) {
    const struct engine_parameter *const parameter = &engine->parameter[p];
    char text[ENGINE_VALUE_TEXT];
    if (settings->value[p] != parameter->fallback)
      length += (size_t)snprintf(out + length, size - length, " %s=%s", parameter->name,
                                 engine_value_text(parameter, settings->value[p], 6, text));
  }
}

static void add_titles(struct table *table) {
  static const char *const titles[] = {"point",   "grid",      "function", "in",     "scales",
                                       "slope",   "intercept", "tails",    "output", "weight",
                                       "entries", "engine",    "hardware", "seed",   "repeat"};
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
  char format[FORMAT_TEXT];
  table_add(table, "%s", significant_text(spec->slope, spec->slope_significant, format));
  table_add(table, "%s", significant_text(spec->intercept, spec->intercept_significant, format));
  table_add(table, "%s", tails_name(spec->tails));
  table_add(table, "%s", output);
  table_add(table, "%s", weight_name(spec->weight));
  table_add(table, "%d", spec->entries);
  table_add(table, "%s", engine);
  char datapath[POINT_OPTIONS_TEXT];
  table_add(table, "%s %s %s%s", storage_name(point->hardware.storage), selector_name(point->hardware.selector),
            point->hardware.technology.name, point_options_text(spec, &point->hardware, datapath));
  table_add(table, "%" PRIu64, point->seed);
  table_add(table, "%d", point->repeat);
}

static bool print_points(const struct sweep *sweep, size_t count, struct error *err) {
  struct table table = {.columns = 0};
  add_titles(&table);
  for (size_t i = 0; i < count; i++) {
    struct point point;
    sweep_point(sweep, i, &point);
    add_point(&table, &point);
  }
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

/* What `run` proves by itself, and what it would prove with --certify if that is more. */
static bool print_proofs(const struct sweep *sweep, struct error *err) {
  struct proof_estimate cheap, all;
  if (!proof_estimate(sweep, PROVE_CHEAP, &cheap, err) || !proof_estimate(sweep, PROVE_ALL, &all, err))
    return false;
  (void)printf("certification: %zu problem%s, ", cheap.problems, plural(cheap.problems));
  print_duration(cheap.seconds);
  if (all.problems > cheap.problems) {
    (void)printf(" (with --certify: %zu, ", all.problems);
    print_duration(all.seconds);
    (void)printf(")");
  }
  (void)printf("\n");
  return true;
}

static bool print_text(const struct sweep *sweep, const struct sweep_summary_options *options, struct error *err) {
  const struct sweep_estimate estimate = sweep_estimate(sweep, options->rate);
  (void)printf("sweep %s: %zu point%s\n", sweep->name, sweep->point_count, plural(sweep->point_count));
  for (size_t first = 0, end = 0; first < sweep->point_count; first = end) {
    end = grid_end(sweep, first);
    (void)printf("  grid %s: %zu point%s\n", sweep_grid(sweep, first), end - first, plural(end - first));
  }
  if (sweep->duplicates > 0)
    (void)printf("  %zu duplicate%s dropped\n", sweep->duplicates, plural(sweep->duplicates));
  (void)printf("evaluations: %.4g\n", (double)estimate.evaluations);
  (void)printf("estimated time: ");
  print_duration(estimate.seconds);
  (void)printf(" at %.3g evaluations per second at 8 entries (%s)\n", estimate.rate,
               options->rate > 0 ? "as given" : "a guess for this machine's processor");
  if (!print_proofs(sweep, err))
    return false;
  const size_t count = shown(sweep, options);
  return count == 0 || print_points(sweep, count, err);
}

/* For programs. */

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

/* A word as text, none as null. */
static json_t *value_json(const struct engine_parameter *parameter, double value) {
  char text[ENGINE_VALUE_TEXT];
  if (parameter->choices != NULL)
    return json_string(engine_value_text(parameter, value, 15, text));
  return value == (double)INFINITY ? json_null() : json_real(value);
}

static json_t *engine_json(const struct engine_settings *settings) {
  const struct engine_description *const engine = settings->engine;
  json_t *const object = json_pack("{s:s}", "name", engine->name);
  for (int p = 0; p < engine->parameter_count; p++)
    if (json_object_set_new(object, engine->parameter[p].name, value_json(&engine->parameter[p], settings->value[p])) !=
        0) {
      json_decref(object);
      return NULL;
    }
  return object;
}

static json_t *hardware_json(const struct hardware *hardware, const struct restriction *restriction) {
  return json_pack("{s:s, s:s, s:i, s:s, s:i, s:s}", "storage", storage_name(hardware->storage), "select",
                   selector_name(hardware->selector), "digits", restriction->slope_digits, "symmetry",
                   symmetry_name(restriction->mirrored), "pipeline", hardware->pipeline, "technology",
                   hardware->technology.name);
}

static json_t *point_json(const struct point *point) {
  const struct spec *const spec = &point->spec;
  char seed[24]; /* text, because JSON numbers end at 2^53 or 2^63 */
  (void)snprintf(seed, sizeof seed, "%" PRIu64, point->seed);
  return json_pack("{s:s, s:s, s:s, s:i, s:o, s:o, s:o, s:s, s:i, s:o, s:s, s:i, s:o, s:o, s:s, s:i}", "id",
                   point->id.hex, "grid", point->grid, "function", spec->function->name, "in_bits", spec->in_bits,
                   "scales", scales_json(&spec->scales), "slope", json_format(spec->slope, spec->slope_significant),
                   "intercept", json_format(spec->intercept, spec->intercept_significant), "tails",
                   tails_name(spec->tails), "ranges", spec->ranges == 0 ? 1 : spec->ranges, "output",
                   output_json(&spec->output), "weight", weight_name(spec->weight), "entries", spec->entries, "engine",
                   engine_json(&point->engine), "hardware", hardware_json(&point->hardware, &spec->restriction), "seed",
                   seed, "repeat", point->repeat);
}

static json_t *grids_json(const struct sweep *sweep) {
  json_t *array = json_array();
  for (size_t first = 0, end = 0; first < sweep->point_count; first = end) {
    end = grid_end(sweep, first);
    json_append(&array, json_pack("{s:s, s:I}", "name", sweep_grid(sweep, first), "points", (json_int_t)(end - first)));
  }
  return array;
}

static json_t *points_json(const struct sweep *sweep, size_t count) {
  json_t *array = json_array();
  for (size_t i = 0; i < count; i++) {
    struct point point;
    sweep_point(sweep, i, &point);
    json_append(&array, point_json(&point));
  }
  return array;
}

static json_t *proofs_json(const struct proof_estimate *estimate) {
  return json_pack("{s:I, s:f}", "problems", (json_int_t)estimate->problems, "estimated_seconds", estimate->seconds);
}

static bool print_json(const struct sweep *sweep, const struct sweep_summary_options *options, struct error *err) {
  const struct sweep_estimate estimate = sweep_estimate(sweep, options->rate);
  struct proof_estimate cheap, all;
  if (!proof_estimate(sweep, PROVE_CHEAP, &cheap, err) || !proof_estimate(sweep, PROVE_ALL, &all, err))
    return false;
  json_t *const root =
      json_pack("{s:s, s:I, s:I, s:o, s:f, s:f, s:f, s:{s:o, s:o}, s:o}", "name", sweep->name, "points",
                (json_int_t)sweep->point_count, "duplicates", (json_int_t)sweep->duplicates, "grids", grids_json(sweep),
                "evaluations", (double)estimate.evaluations, "evaluations_per_second", estimate.rate,
                "estimated_seconds", estimate.seconds, "certification", "default", proofs_json(&cheap), "all",
                proofs_json(&all), "first_points", points_json(sweep, shown(sweep, options)));
  return json_print(root, stdout, "JSON of the sweep", err);
}

bool sweep_summary_print(const struct sweep *sweep, const struct sweep_summary_options *options, struct error *err) {
  return options->json ? print_json(sweep, options, err) : print_text(sweep, options, err);
}
