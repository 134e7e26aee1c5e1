#include <math.h>
#include <string.h>

#include "store/decode.h"
#include "store/encode.h"
#include "store/results_check.h"
#include "store/results_push.h"

static bool parsed(int value, const char *column, const char *text, struct error *err) {
  return value >= 0 || error_set(err, ERROR_INPUT, "%s: '%s' is unknown", column, text);
}

static bool decode_spec(struct spec *spec, const struct point_row *row, const struct results *results,
                        struct error *err) {
  const int tails = tails_parse(row->tails);
  if (!parsed(tails, "tails", row->tails, err))
    return false;
  if (row->function_row < 0 || (uint64_t)row->function_row >= results->function_count)
    return error_set(err, ERROR_INPUT, "function_row: %lld; /functions has %zu rows", (long long)row->function_row,
                     results->function_count);
  if (row->weight_row < -1 || row->weight_row >= (int64_t)results->weight_count)
    return error_set(err, ERROR_INPUT, "weight_row: %lld; /weights has %zu rows", (long long)row->weight_row,
                     results->weight_count);
  if (row->scale_count < 1 || row->scale_count > SCALE_MAX)
    return error_set(err, ERROR_INPUT, "scale_count: %d; allowed: 1 to %d", (int)row->scale_count, SCALE_MAX);
  if (row->out_bits == 0 && row->out_scale != 0)
    return error_set(err, ERROR_INPUT, "out_scale: %g; without an output stage (out_bits 0) it is 0", row->out_scale);
  *spec = (struct spec){.function = &results->functions[row->function_row],
                        .weight = row->weight_row < 0 ? NULL : &results->weights[row->weight_row],
                        .in_bits = row->in_bits,
                        .scales = {.count = row->scale_count},
                        .slope = {row->slope_bits, row->slope_frac},
                        .intercept = {row->intercept_bits, row->intercept_frac},
                        .slope_significant = row->slope_significant,
                        .intercept_significant = row->intercept_significant,
                        .ranges = row->ranges,
                        .tails = (enum tails)tails,
                        .output = {row->out_bits, row->out_scale},
                        .entries = row->entries};
  memcpy(spec->scales.scale, row->scales, (size_t)row->scale_count * sizeof row->scales[0]);
  return true;
}

static bool decode_hardware(struct hardware *hardware, const struct point_row *row, struct error *err) {
  const int storage = storage_parse(row->storage), selector = selector_parse(row->select);
  if (!parsed(storage, "storage", row->storage, err) || !parsed(selector, "select", row->select, err))
    return false;
  hardware->pipeline = row->pipeline;
  hardware->storage = (enum storage)storage;
  hardware->selector = (enum selector)selector;
  hardware->technology = (struct technology){.ge_um2 = row->ge_um2,
                                             .flip_flop_ge = row->flip_flop_ge,
                                             .energy_scale = row->energy_scale,
                                             .delay_scale = row->delay_scale,
                                             .clock_mhz = row->clock_mhz};
  memcpy(hardware->technology.name, row->technology, sizeof hardware->technology.name);
  return true;
}

/* What the hardware asks of the table. */
static bool decode_restriction(struct point *point, const struct point_row *row, struct error *err) {
  const int mirrored = symmetry_parse(row->symmetry);
  point->spec.restriction =
      (struct restriction){selector_segments(point->hardware.selector), row->slope_digits, mirrored == 1};
  return parsed(mirrored, "symmetry", row->symmetry, err);
}

static bool decode_engine(struct engine_settings *settings, const struct point_row *row, struct error *err) {
  const struct engine_description *engine = engine_find(row->engine);
  if (engine == NULL)
    return error_set(err, ERROR_INPUT, "engine: this version of lutdse has no engine '%s'", row->engine);
  *settings = (struct engine_settings){.engine = engine};
  memcpy(settings->value, row->engine_values, sizeof settings->value);
  return results_check_engine(settings, err);
}

static bool decode_outcome(struct outcome *outcome, const struct point_row *row, const struct slice_decoder *decoder,
                           struct error *err) {
  const int kind = optimum_kind_parse(row->optimum_kind);
  if (!parsed(kind, "optimum_kind", row->optimum_kind, err))
    return false;
  if (row->first_design < 0 || row->design_count < 0)
    return error_set(err, ERROR_INPUT, "first_design, design_count: negative");
  if ((uint64_t)row->first_design < decoder->at.design || (uint64_t)row->design_count > decoder->designs)
    return error_set(err, ERROR_INPUT, "first_design, design_count: its range of designs is wrong");
  *outcome = (struct outcome){.evaluations = row->evaluations,
                              .first_design = (size_t)row->first_design - decoder->at.design,
                              .design_count = (size_t)row->design_count,
                              .optimum = {(enum optimum_kind)kind, kind == OPTIMUM_NONE ? 0 : row->optimum}};
  return true;
}

/* The figures follow from the designs, which are not read yet: decode_finish_points() looks at them. */
static bool agrees(const struct slice_decoder *decoder, size_t index, const struct point_row *row, struct error *err) {
  struct point_row again;
  memset(&again, 0, sizeof again);
  encode_point(decoder->slice, index, &decoder->at, &again);
  again.best_mse = row->best_mse;
  again.best = row->best;
  again.gap = row->gap;
  const char *column = table_difference(&points_table, &again, row);
  return column == NULL || error_set(err, ERROR_INPUT, "%s: does not agree with the other columns", column);
}

static bool keep_figures(struct slice_decoder *decoder, size_t index, const struct point_row *row, struct error *err) {
  if (!array_reserve(&decoder->figures, &decoder->figures_capacity, index + 1, sizeof *decoder->figures))
    return error_memory(err, "points");
  decoder->figures[index] = (struct point_figures){row->best_mse, row->best, row->gap};
  return true;
}

bool decode_point(void *context, size_t index, const void *data, struct error *err) {
  struct slice_decoder *decoder = context;
  const struct point_row *row = data;
  const size_t own = index - decoder->at.point;
  struct point point = {.seed = row->seed, .repeat = row->repeat, .place = row->place, .key = row->key};
  struct outcome outcome;
  memcpy(point.grid, row->grid, sizeof point.grid);
  memcpy(point.id.hex, row->id, sizeof point.id.hex);
  if (!decode_spec(&point.spec, row, decoder->slice, err) || !decode_hardware(&point.hardware, row, err) ||
      !decode_restriction(&point, row, err) || !decode_engine(&point.engine, row, err) ||
      !decode_outcome(&outcome, row, decoder, err))
    return false;
  if (!results_push_point(decoder->slice, &point, &outcome))
    return error_memory(err, "points");
  if (!keep_figures(decoder, own, row, err))
    return false;
  return agrees(decoder, own, row, err);
}

static bool same_number(double a, double b) { return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b)); }

bool decode_finish_points(const struct slice_decoder *decoder, struct error *err) {
  for (size_t p = 0; p < decoder->slice->point_count; p++) {
    const struct point_figures found = encode_figures(decoder->slice, p), *said = &decoder->figures[p];
    const char *column = !same_number(found.best_mse, said->best_mse) ? "best_mse"
                         : !same_number(found.best, said->best)       ? "best"
                         : !same_number(found.gap, said->gap)         ? "gap"
                                                                      : NULL;
    if (column != NULL)
      return error_set(err, ERROR_INPUT, "/points: row %zu: %s: does not agree with the designs", decoder->at.point + p,
                       column);
  }
  return true;
}
