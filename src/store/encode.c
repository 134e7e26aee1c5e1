#include "store/encode_text.h"
#include "store/metric.h"

#include <math.h>
#include <stdio.h>

static void encode_spec(const struct spec *spec, struct point_row *row) {
  COPY_TEXT(row->function, spec->function->name);
  row->in_bits = spec->in_bits;
  row->entries = spec->entries;
  name_text(row->tails, sizeof row->tails, tails_name(spec->tails));
  row->slope_bits = spec->slope.bits;
  row->slope_frac = spec->slope.frac;
  row->intercept_bits = spec->intercept.bits;
  row->intercept_frac = spec->intercept.frac;
  row->slope_significant = spec->slope_significant;
  row->intercept_significant = spec->intercept_significant;
  row->ranges = spec->ranges;
  row->scale_count = spec->scales.count;
  memcpy(row->scales, spec->scales.scale, (size_t)spec->scales.count * sizeof row->scales[0]);
  row->out_bits = spec->output.bits;
  row->out_scale = spec->output.scale;
  name_text(row->weight, sizeof row->weight, weight_name(spec->weight));
}

static void encode_datapath(const struct restriction *restriction, const struct hardware *hardware,
                            struct point_row *row) {
  const struct technology *technology = &hardware->technology;
  name_text(row->storage, sizeof row->storage, storage_name(hardware->storage));
  name_text(row->select, sizeof row->select, selector_name(hardware->selector));
  row->slope_digits = restriction->slope_digits;
  name_text(row->symmetry, sizeof row->symmetry, symmetry_name(restriction->mirrored));
  row->pipeline = hardware->pipeline;
  COPY_TEXT(row->technology, technology->name);
  row->ge_um2 = technology->ge_um2;
  row->flip_flop_ge = technology->flip_flop_ge;
  row->energy_scale = technology->energy_scale;
  row->delay_scale = technology->delay_scale;
  row->clock_mhz = technology->clock_mhz;
}

static void encode_engine(const struct engine_settings *settings, struct point_row *row) {
  const struct engine_description *engine = settings->engine;
  size_t length = 0;
  name_text(row->engine, sizeof row->engine, engine->name);
  for (int p = 0; p < engine->parameter_count; p++) {
    row->engine_values[p] = settings->value[p];
    const size_t room = sizeof row->engine_parameters - length;
    char text[ENGINE_VALUE_TEXT];
    const int added =
        snprintf(row->engine_parameters + length, room, "%s%s=%s", p == 0 ? "" : " ", engine->parameter[p].name,
                 engine_value_text(&engine->parameter[p], settings->value[p], 15, text));
    if (added < 0 || (size_t)added >= room)
      return; /* for people only: the values are kept beside it */
    length += (size_t)added;
  }
}

static int64_t number(ptrdiff_t own, const size_t *numbers) {
  return numbers == NULL ? (int64_t)own : (int64_t)numbers[own];
}

void encode_point(const struct results *slice, size_t index, const struct numbering *numbering, struct point_row *row) {
  const struct point *point = &slice->points[index];
  const struct outcome *outcome = &slice->outcomes[index];
  COPY_TEXT(row->id, point->id.hex);
  COPY_TEXT(row->grid, point->grid);
  row->place = point->place;
  row->function_row = number(point->spec.function - slice->functions, numbering->function);
  row->weight_row = point->spec.weight == NULL ? -1 : number(point->spec.weight - slice->weights, numbering->weight);
  encode_spec(&point->spec, row);
  encode_datapath(&point->spec.restriction, &point->hardware, row);
  encode_engine(&point->engine, row);
  row->seed = point->seed;
  row->repeat = point->repeat;
  row->key = point->key;
  row->evaluations = outcome->evaluations;
  row->first_design = (int64_t)(numbering->design + outcome->first_design);
  row->design_count = (int64_t)outcome->design_count;
  name_text(row->objective, sizeof row->objective, point_objective(point));
  name_text(row->optimum_kind, sizeof row->optimum_kind, optimum_kind_name(outcome->optimum.kind));
  row->optimum = optimum_value(&outcome->optimum);
}

struct point_figures encode_figures(const struct results *slice, size_t point) {
  const struct outcome *outcome = &slice->outcomes[point];
  double best_mse = NAN;
  for (size_t d = 0; d < outcome->design_count; d++)
    best_mse = fmin(best_mse, slice->designs[outcome->first_design + d].score.exact.mse);
  const double best = optimum_best_figure(slice, point);
  return (struct point_figures){best_mse, best, optimum_gap(&outcome->optimum, best)};
}

static void encode_codes(const struct design *design, struct design_row *row) {
  const size_t entries = (size_t)design->entries;
  row->entries = design->entries;
  memcpy(row->breakpoint, design->breakpoint, (entries - 1) * sizeof row->breakpoint[0]);
  memcpy(row->slope, design->slope, entries * sizeof row->slope[0]);
  memcpy(row->intercept, design->intercept, entries * sizeof row->intercept[0]);
}

static void encode_cost(const struct cost *cost, struct design_row *row) {
  row->area_ge = cost->area_ge;
  row->area_um2 = cost->area_um2;
  row->energy_pj = cost->energy_pj;
  row->power_mw = cost->power_mw;
  row->delay_ns = cost->delay_ns;
}

void encode_design(const struct results *slice, size_t index, const struct numbering *numbering,
                   struct design_row *row) {
  const struct scored_design *design = &slice->designs[index];
  const struct point *point = &slice->points[design->point];
  const struct errors *exact = &design->score.exact, *requantised = &design->score.requantised;
  row->point = (int64_t)(numbering->point + design->point);
  COPY_TEXT(row->grid, point->grid);
  COPY_TEXT(row->function, point->spec.function->name);
  name_text(row->weight, sizeof row->weight, weight_name(point->spec.weight));
  row->in_bits = point->spec.in_bits;
  row->rank = design->rank;
  row->mse = exact->mse;
  row->mae = exact->mae;
  row->max_abs = exact->max_abs;
  row->mse_requantised = requantised->mse;
  row->mae_requantised = requantised->mae;
  row->max_abs_requantised = requantised->max_abs;
  const struct optimum *optimum = &slice->outcomes[design->point].optimum;
  name_text(row->optimum_kind, sizeof row->optimum_kind, optimum_kind_name(optimum->kind));
  row->optimum = optimum_value(optimum);
  row->gap = optimum_gap(optimum, design_error(design, point_metric(point)));
  encode_cost(&design->cost, row);
  row->finest_scale = scale_set_finest(&point->spec.scales);
  row->slope_frac = point->spec.slope.frac;
  row->intercept_frac = point->spec.intercept.frac;
  encode_codes(&design->design, row);
}

void encode_error(const struct results *slice, size_t index, int scale, const struct numbering *numbering,
                  struct error_row *row) {
  const struct scored_design *design = &slice->designs[index];
  const struct errors *exact = &design->score.exact_at[scale], *requantised = &design->score.requantised_at[scale];
  row->design = (int64_t)(numbering->design + index);
  row->scale = slice->points[design->point].spec.scales.scale[scale];
  row->codes = design->score.codes[scale];
  row->mse = exact->mse;
  row->mae = exact->mae;
  row->max_abs = exact->max_abs;
  row->mse_requantised = requantised->mse;
  row->mae_requantised = requantised->mae;
  row->max_abs_requantised = requantised->max_abs;
}

void encode_step(const struct convergence_step *step, size_t point, const struct numbering *numbering,
                 struct convergence_row *row) {
  *row = (struct convergence_row){(int64_t)(numbering->point + point), step->evaluations, step->best};
}

void encode_synthesised(const struct synthesised *synthesised, const struct numbering *numbering,
                        struct synthesis_row *row) {
  row->design = (int64_t)(numbering->design + synthesised->design);
  COPY_TEXT(row->library, synthesised->library);
  COPY_TEXT(row->tool, synthesised->tool);
  row->area_um2 = synthesised->area_um2;
  row->area_ge = synthesised->area_ge;
  row->delay_ns = synthesised->delay_ns;
  row->energy_pj = synthesised->energy_pj;
  row->flip_flops = synthesised->flip_flops;
  row->cells = synthesised->cells;
  memcpy(row->block_ge, synthesised->block_ge, sizeof row->block_ge);
}
