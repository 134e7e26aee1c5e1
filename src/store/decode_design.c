#include <string.h>

#include "store/decode.h"
#include "store/encode.h"
#include "store/metric.h"
#include "store/results_push.h"

static bool disagrees(const char *column, struct error *err) {
  return error_set(err, ERROR_INPUT, "%s: does not agree with the other columns and tables", column);
}

static struct errors decode_errors(double mse, double mae, double max_abs) {
  return (struct errors){mse, mae, max_abs};
}

static void decode_codes(struct design *design, const struct design_row *row) {
  design->entries = row->entries;
  memcpy(design->breakpoint, row->breakpoint, sizeof design->breakpoint);
  memcpy(design->slope, row->slope, sizeof design->slope);
  memcpy(design->intercept, row->intercept, sizeof design->intercept);
}

static bool design_agrees(const struct slice_decoder *decoder, size_t index, const struct design_row *row,
                          struct error *err) {
  struct design_row again;
  memset(&again, 0, sizeof again);
  encode_design(decoder->slice, index, &decoder->at, &again);
  const char *column = table_difference(&designs_table, &again, row);
  return column == NULL || disagrees(column, err);
}

/* A row of /points as a point of the slice; SIZE_MAX if it is none. */
static size_t own_point(const struct slice_decoder *decoder, int64_t row) {
  const size_t first = decoder->at.point;
  return row >= 0 && (uint64_t)row >= first && (uint64_t)row - first < decoder->slice->point_count ? (size_t)row - first
                                                                                                   : SIZE_MAX;
}

/* The same for /designs. */
static size_t own_design(const struct slice_decoder *decoder, int64_t row) {
  const size_t first = decoder->at.design;
  return row >= 0 && (uint64_t)row >= first && (uint64_t)row - first < decoder->slice->design_count
             ? (size_t)row - first
             : SIZE_MAX;
}

bool decode_design(void *context, size_t index, const void *data, struct error *err) {
  const struct slice_decoder *decoder = context;
  const struct design_row *row = data;
  const size_t point = own_point(decoder, row->point);
  if (point == SIZE_MAX)
    return error_set(err, ERROR_INPUT, "point: %lld; /points has %zu rows, of which this is of another",
                     (long long)row->point, decoder->points);
  if (row->entries < ENTRIES_MIN || row->entries > ENTRIES_MAX)
    return error_set(err, ERROR_INPUT, "entries: %d; allowed: %d to %d", (int)row->entries, ENTRIES_MIN, ENTRIES_MAX);
  struct scored_design design = {.point = point, .rank = row->rank};
  design.score.exact = decode_errors(row->mse, row->mae, row->max_abs);
  design.score.requantised = decode_errors(row->mse_requantised, row->mae_requantised, row->max_abs_requantised);
  design.cost = (struct cost){row->area_ge, row->area_um2, row->energy_pj, row->power_mw, row->delay_ns};
  decode_codes(&design.design, row);
  if (!results_push_design(decoder->slice, &design))
    return error_memory(err, "designs");
  return design_agrees(decoder, index - decoder->at.design, row, err);
}

static int scale_count(const struct results *results, size_t design) {
  return results->points[results->designs[design].point].spec.scales.count;
}

static bool error_agrees(const struct slice_decoder *decoder, const struct error_row *row, struct error *err) {
  struct error_row again;
  memset(&again, 0, sizeof again);
  encode_error(decoder->slice, decoder->design, decoder->scale, &decoder->at, &again);
  const char *column = table_difference(&errors_table, &again, row);
  return column == NULL || disagrees(column, err);
}

bool decode_error(void *context, size_t index, const void *data, struct error *err) {
  (void)index;
  struct slice_decoder *decoder = context;
  struct results *slice = decoder->slice;
  const struct error_row *row = data;
  if (decoder->design >= slice->design_count)
    return error_set(err, ERROR_INPUT, "more rows than the designs have scales");
  if (row->codes < 0 || row->codes > INT64_C(1) << IN_BITS_MAX)
    return error_set(err, ERROR_INPUT, "codes: %lld", (long long)row->codes);
  struct score *score = &slice->designs[decoder->design].score;
  score->codes[decoder->scale] = row->codes;
  score->scales_counted += row->codes > 0;
  score->exact_at[decoder->scale] = decode_errors(row->mse, row->mae, row->max_abs);
  score->requantised_at[decoder->scale] =
      decode_errors(row->mse_requantised, row->mae_requantised, row->max_abs_requantised);
  if (!error_agrees(decoder, row, err))
    return false;
  if (++decoder->scale == scale_count(slice, decoder->design)) {
    decoder->scale = 0;
    decoder->design++;
  }
  return true;
}

bool decode_step(void *context, size_t index, const void *data, struct error *err) {
  (void)index;
  struct slice_decoder *decoder = context;
  const struct convergence_row *row = data;
  const size_t point = own_point(decoder, row->point);
  if (point == SIZE_MAX || point < decoder->step_point)
    return error_set(err, ERROR_INPUT, "point: %lld; they must ascend, and /points has %zu rows", (long long)row->point,
                     decoder->points);
  decoder->step_point = point;
  const struct convergence_step step = {row->evaluations, row->best};
  return results_push_step(decoder->slice, point, &step) || error_memory(err, "convergence");
}

bool decode_synthesised(void *context, size_t index, const void *data, struct error *err) {
  (void)index;
  struct slice_decoder *decoder = context;
  struct results *slice = decoder->slice;
  const struct synthesis_row *row = data;
  const size_t design = own_design(decoder, row->design), before = slice->synthesised_count;
  if (row->design < 0 || (uint64_t)row->design >= decoder->designs)
    return error_set(err, ERROR_INPUT, "design: %lld; /designs has %zu rows", (long long)row->design, decoder->designs);
  if (design == SIZE_MAX)
    return error_set(err, ERROR_INPUT, "design: %lld; they must ascend: out of order", (long long)row->design);
  struct synthesised synthesised = {.design = design,
                                    .area_um2 = row->area_um2,
                                    .area_ge = row->area_ge,
                                    .delay_ns = row->delay_ns,
                                    .energy_pj = row->energy_pj,
                                    .flip_flops = row->flip_flops,
                                    .cells = row->cells};
  memcpy(synthesised.library, row->library, sizeof synthesised.library);
  memcpy(synthesised.tool, row->tool, sizeof synthesised.tool);
  memcpy(synthesised.block_ge, row->block_ge, sizeof synthesised.block_ge);
  if (!results_add_synthesised(slice, &synthesised, err))
    return false;
  /* A row that was replaced, or that moved others, is not where it stands in the file. */
  return (slice->synthesised_count == before + 1 && slice->synthesised[before].design == synthesised.design) ||
         error_set(err, ERROR_INPUT, "out of order, or the same design, library and tool as a row before");
}
