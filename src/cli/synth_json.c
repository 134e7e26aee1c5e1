#include <math.h>

#include "cli/json_print.h"
#include "cli/synth_figures.h"

/* What was not measured is null. */
static json_t *real(double value) { return isfinite(value) ? json_real(value) : json_null(); }

static json_t *pair_json(const struct agreement *agreement, struct agreement_pair pair) {
  return json_pack("{s:o, s:o, s:o}", "synthesis", real(pair.synthesis), "model", real(agreement->factor * pair.model),
                   "error", real(agreement_error(agreement, pair)));
}

static json_t *blocks_json(const struct synthesised *row) {
  json_t *object = json_object();
  for (int b = 0; b < BLOCKS; b++)
    if (object != NULL && !isnan(row->block_ge[b]) &&
        json_object_set_new(object, block_name((enum block)b), json_real(row->block_ge[b])) != 0) {
      json_decref(object);
      object = NULL;
    }
  return object;
}

/* "area_ge" "delay_ns" "energy_pj" */
static const char *figure_key(enum agreement_metric metric) {
  static const char *const keys[AGREEMENT_METRICS] = {"area_ge", "delay_ns", "energy_pj"};
  return keys[metric];
}

static bool set_figures(json_t *object, const struct synth_print *print, const struct synth_figures *figures,
                        size_t index) {
  bool ok = true;
  for (int m = 0; m < AGREEMENT_METRICS; m++) {
    const enum agreement_metric metric = (enum agreement_metric)m;
    const struct agreement_pair pair = synth_figures_pair(figures, print, metric, index);
    ok = json_object_set_new(object, figure_key(metric), pair_json(&figures->agreement[m], pair)) == 0 && ok;
  }
  return ok;
}

static bool set_row(json_t *object, const struct synthesised *row) {
  if (row == NULL)
    return true;
  return json_object_set_new(object, "cells", json_integer((json_int_t)row->cells)) == 0 &&
         json_object_set_new(object, "flip_flops", json_integer((json_int_t)row->flip_flops)) == 0 &&
         (!synthesised_has_blocks(row) || json_object_set_new(object, "blocks_ge", blocks_json(row)) == 0);
}

static json_t *design_json(const struct synth_print *print, const struct synth_figures *figures, size_t index) {
  const struct scored_design *const design = synth_figures_design(print, index);
  const struct point *const point = synth_figures_point(print, index);
  const struct restriction *const restriction = &point->spec.restriction;
  json_t *object = json_pack(
      "{s:I, s:s, s:s, s:i, s:i, s:s, s:s, s:i, s:s, s:i, s:s}", "design", (json_int_t)print->request->design[index],
      "function", point->spec.function->name, "weight", weight_name(point->spec.weight), "entries",
      design->design.entries, "in_bits", point->spec.in_bits, "storage", storage_name(point->hardware.storage),
      "select", selector_name(point->hardware.selector), "digits", restriction->slope_digits, "symmetry",
      symmetry_name(restriction->mirrored), "pipeline", point->hardware.pipeline, "point", point->id.hex);
  if (object != NULL && set_figures(object, print, figures, index) && set_row(object, synth_figures_row(print, index)))
    return object;
  json_decref(object);
  return NULL;
}

static json_t *agreement_json(const struct synth_figures *figures) {
  json_t *object = json_object();
  for (int m = 0; object != NULL && m < AGREEMENT_METRICS; m++) {
    const struct agreement *const agreement = &figures->agreement[m];
    json_t *one = json_pack("{s:I, s:o, s:o, s:o, s:o}", "designs", (json_int_t)agreement->count, "factor",
                            real(agreement->factor), "mean", real(agreement->mean), "worst", real(agreement->worst),
                            "rank_correlation", real(agreement->rank));
    if (json_object_set_new(object, agreement_metric_name((enum agreement_metric)m), one) != 0) {
      json_decref(object);
      object = NULL;
    }
  }
  return object;
}

bool synth_print_json(const struct synth_print *print, FILE *out, struct error *err) {
  struct synth_figures figures;
  if (!synth_figures_collect(&figures, print, err))
    return false;
  const struct synth_progress *const progress = print->progress;
  json_t *designs = json_array();
  for (size_t i = 0; i < print->request->count; i++)
    json_append(&designs, design_json(print, &figures, i));
  json_t *object =
      json_pack("{s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:f, s:o, s:o}", "file", print->path, "library",
                print->request->library, "tool", print->request->tool, "wanted", (json_int_t)progress->wanted, "known",
                (json_int_t)progress->known, "done", (json_int_t)progress->done, "failed", (json_int_t)progress->failed,
                "seconds", progress->seconds, "agreement", agreement_json(&figures), "designs", designs);
  synth_figures_release(&figures);
  return json_print(object, out, "JSON of synthesised designs", err);
}
