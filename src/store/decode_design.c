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

static bool design_agrees(const struct results *results, size_t index, const struct design_row *row,
                          struct error *err) {
  struct design_row again;
  memset(&again, 0, sizeof again);
  encode_design(results, index, &again);
  const char *column = table_difference(&designs_table, &again, row);
  return column == NULL || disagrees(column, err);
}

bool decode_design(void *context, size_t index, const void *data, struct error *err) {
  const struct decoder *decoder = context;
  const struct design_row *row = data;
  if (row->point < 0 || (uint64_t)row->point >= decoder->out->point_count)
    return error_set(err, ERROR_INPUT, "point: %lld; /points has %zu rows", (long long)row->point,
                     decoder->out->point_count);
  if (row->entries < ENTRIES_MIN || row->entries > ENTRIES_MAX)
    return error_set(err, ERROR_INPUT, "entries: %d; allowed: %d to %d", (int)row->entries, ENTRIES_MIN, ENTRIES_MAX);
  struct scored_design design = {.point = (size_t)row->point, .rank = row->rank};
  design.score.exact = decode_errors(row->mse, row->mae, row->max_abs);
  design.score.requantised = decode_errors(row->mse_requantised, row->mae_requantised, row->max_abs_requantised);
  design.cost = (struct cost){row->area_ge, row->area_um2, row->energy_pj, row->power_mw, row->delay_ns};
  decode_codes(&design.design, row);
  if (!results_push_design(decoder->out, &design))
    return error_memory(err, "designs");
  return design_agrees(decoder->out, index, row, err);
}

static int scale_count(const struct results *results, size_t design) {
  return results->points[results->designs[design].point].spec.scales.count;
}

bool decode_error(void *context, size_t index, const void *data, struct error *err) {
  (void)index;
  struct decoder *decoder = context;
  const struct error_row *row = data;
  if (decoder->design >= decoder->out->design_count)
    return error_set(err, ERROR_INPUT, "more rows than the designs have scales");
  if (row->codes < 0 || row->codes > INT64_C(1) << IN_BITS_MAX)
    return error_set(err, ERROR_INPUT, "codes: %lld", (long long)row->codes);
  struct score *score = &decoder->out->designs[decoder->design].score;
  score->codes[decoder->scale] = row->codes;
  score->scales_counted += row->codes > 0;
  score->exact_at[decoder->scale] = decode_errors(row->mse, row->mae, row->max_abs);
  score->requantised_at[decoder->scale] =
      decode_errors(row->mse_requantised, row->mae_requantised, row->max_abs_requantised);
  struct error_row again;
  memset(&again, 0, sizeof again);
  encode_error(decoder->out, decoder->design, decoder->scale, &again);
  const char *column = table_difference(&errors_table, &again, row);
  if (column != NULL)
    return disagrees(column, err);
  if (++decoder->scale == scale_count(decoder->out, decoder->design)) {
    decoder->scale = 0;
    decoder->design++;
  }
  return true;
}

bool decode_step(void *context, size_t index, const void *data, struct error *err) {
  (void)index;
  struct decoder *decoder = context;
  const struct convergence_row *row = data;
  if (row->point < (int64_t)decoder->step_point || (uint64_t)row->point >= decoder->out->point_count)
    return error_set(err, ERROR_INPUT, "point: %lld; they must ascend, and /points has %zu rows", (long long)row->point,
                     decoder->out->point_count);
  decoder->step_point = (size_t)row->point;
  const struct convergence_step step = {row->evaluations, row->best};
  return results_push_step(decoder->out, decoder->step_point, &step) || error_memory(err, "convergence");
}

bool decode_front(void *context, size_t index, const void *data, struct error *err) {
  struct decoder *decoder = context;
  struct results *out = decoder->out;
  const struct front_table_row *row = data;
  const int error = error_metric_parse(row->error_metric), cost = cost_metric_parse(row->cost_metric);
  if (row->design < 0 || (uint64_t)row->design >= out->design_count)
    return error_set(err, ERROR_INPUT, "design: %lld; /designs has %zu rows", (long long)row->design,
                     out->design_count);
  if (error < 0 || cost < 0)
    return error_set(err, ERROR_INPUT, "error_metric, cost_metric: '%s', '%s' are unknown", row->error_metric,
                     row->cost_metric);
  if (!array_reserve(&out->fronts, &decoder->front_capacity, index + 1, sizeof *out->fronts))
    return error_memory(err, "fronts");
  out->fronts[out->front_count++] = (struct front_row){.design = (size_t)row->design, .error_metric = error, .cost_metric = cost};
  struct front_table_row again;
  memset(&again, 0, sizeof again);
  encode_front(out, index, &again);
  const char *column = table_difference(&fronts_table, &again, row);
  return column == NULL || disagrees(column, err);
}

bool decode_synthesised(void *context, size_t index, const void *data, struct error *err) {
  struct decoder *decoder = context;
  const struct synthesis_row *row = data;
  if (row->design < 0 || (uint64_t)row->design >= decoder->out->design_count)
    return error_set(err, ERROR_INPUT, "design: %lld; /designs has %zu rows", (long long)row->design,
                     decoder->out->design_count);
  struct synthesised synthesised = {.design = (size_t)row->design,
                                    .area_um2 = row->area_um2,
                                    .area_ge = row->area_ge,
                                    .delay_ns = row->delay_ns,
                                    .energy_pj = row->energy_pj,
                                    .flip_flops = row->flip_flops,
                                    .cells = row->cells};
  memcpy(synthesised.library, row->library, sizeof synthesised.library);
  memcpy(synthesised.tool, row->tool, sizeof synthesised.tool);
  memcpy(synthesised.block_ge, row->block_ge, sizeof synthesised.block_ge);
  const size_t before = decoder->out->synthesised_count;
  if (!results_add_synthesised(decoder->out, &synthesised, err))
    return false;
  /* A row that was replaced, or that moved others, is not where it stands in the file. */
  return (decoder->out->synthesised_count == before + 1 &&
          decoder->out->synthesised[index].design == synthesised.design) ||
         error_set(err, ERROR_INPUT, "out of order, or the same design, library and tool as a row before");
}

bool decode_run(void *context, size_t index, const void *data, struct error *err) {
  (void)index;
  const struct decoder *decoder = context;
  return results_add_run(decoder->out, data, err);
}

bool decode_finish_errors(const struct decoder *decoder, struct error *err) {
  if (decoder->design != decoder->out->design_count)
    return error_set(err, ERROR_INPUT, "/errors ends before the last design");
  return true;
}
