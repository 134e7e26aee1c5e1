#include "cli/synth_print.h"

#include <math.h>
#include <stdlib.h>

#include "cli/json_print.h"
#include "cli/table.h"

/* The designs' figures and how they agree. */
struct figures {
  struct agreement_pair *pair; /* AGREEMENT_METRICS runs of as many as there are designs */
  struct agreement agreement[AGREEMENT_METRICS];
};

static const struct synthesised *row_of(const struct synth_print *print, size_t index) {
  const struct synth_request *const request = print->request;
  return synth_find_row(print->results, request->design[index], request->library, request->tool);
}

static struct agreement_pair *pair_at(const struct synth_print *print, const struct figures *figures, int metric,
                                      size_t index) {
  return &figures->pair[(size_t)metric * print->request->count + index];
}

static struct agreement_pair find_pair(const struct synth_print *print, size_t index, enum agreement_metric metric) {
  const struct scored_design *const design = &print->results->designs[print->request->design[index]];
  const struct technology *const technology = &print->results->points[design->point].hardware.technology;
  const struct synthesised *const row = row_of(print, index);
  return (struct agreement_pair){agreement_model(metric, &design->cost, technology),
                                 row == NULL ? (double)NAN : agreement_synthesis(metric, row)};
}

static bool collect(const struct synth_print *print, struct figures *figures, struct error *err) {
  const size_t count = print->request->count;
  figures->pair = malloc((count + 1) * AGREEMENT_METRICS * sizeof *figures->pair);
  if (figures->pair == NULL)
    return error_memory(err, "figures of synthesis");
  bool ok = true;
  for (int metric = 0; ok && metric < AGREEMENT_METRICS; metric++) {
    for (size_t i = 0; i < count; i++)
      *pair_at(print, figures, metric, i) = find_pair(print, i, (enum agreement_metric)metric);
    ok = agreement_of(pair_at(print, figures, metric, 0), count, (enum agreement_metric)metric,
                      &figures->agreement[metric], err);
  }
  if (!ok)
    free(figures->pair);
  return ok;
}

static void add_titles(struct table *table) {
  static const char *const titles[] = {"design", "function", "entries", "in_bits", "datapath"};
  for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
    table_add_column(table, titles[i]);
  for (int metric = 0; metric < AGREEMENT_METRICS; metric++) {
    char title[32];
    (void)snprintf(title, sizeof title, "%s %s", agreement_metric_name((enum agreement_metric)metric),
                   agreement_metric_unit((enum agreement_metric)metric));
    table_add_column(table, title);
    table_add_column(table, "model");
    table_add_column(table, "off %");
  }
}

static void add_figure(struct table *table, const char *format, double value) {
  char text[32];
  (void)snprintf(text, sizeof text, format, value);
  table_add(table, "%s", isfinite(value) ? text : "-");
}

static void add_pair(struct table *table, const struct agreement *agreement, enum agreement_metric metric,
                     struct agreement_pair pair) {
  const char *const format = metric == AGREEMENT_AREA ? "%.0f" : "%.3f";
  add_figure(table, format, pair.synthesis);
  add_figure(table, format, agreement->factor * pair.model);
  add_figure(table, "%+.1f", 100 * agreement_error(agreement, pair));
}

static void add_row(struct table *table, const struct synth_print *print, const struct figures *figures, size_t index) {
  const struct scored_design *const design = &print->results->designs[print->request->design[index]];
  const struct point *const point = &print->results->points[design->point];
  char text[POINT_OPTIONS_TEXT];
  table_add(table, "%zu", print->request->design[index]);
  table_add(table, "%s", point->spec.function->name);
  table_add(table, "%d", design->design.entries);
  table_add(table, "%d", point->spec.in_bits);
  table_add(table, "%s %s%s", storage_name(point->hardware.storage), selector_name(point->hardware.selector),
            point_options_text(&point->spec, &point->hardware, text));
  for (int metric = 0; metric < AGREEMENT_METRICS; metric++)
    add_pair(table, &figures->agreement[metric], (enum agreement_metric)metric,
             *pair_at(print, figures, metric, index));
}

static void print_agreement(const struct agreement *agreement, enum agreement_metric metric, FILE *out) {
  if (isnan(agreement->mean))
    return;
  (void)fprintf(out, "%s: off by %.1f %% on average, by %.1f %% at worst", agreement_metric_name(metric),
                100 * agreement->mean, 100 * agreement->worst);
  if (!isnan(agreement->rank))
    (void)fprintf(out, "; rank correlation %.4f", agreement->rank);
  if (metric != AGREEMENT_AREA)
    (void)fprintf(out, "; model times %.4g", agreement->factor);
  (void)fprintf(out, " (%zu designs)\n", agreement->count);
}

static bool print_rows(const struct synth_print *print, const struct figures *figures, FILE *out, struct error *err) {
  struct table table = {.columns = 0};
  add_titles(&table);
  for (size_t i = 0; i < print->request->count; i++)
    add_row(&table, print, figures, i);
  return table_print(&table, out) || error_memory(err, "table of synthesised designs");
}

bool synth_print_table(const struct synth_print *print, FILE *out, struct error *err) {
  struct figures figures;
  if (!collect(print, &figures, err))
    return false;
  (void)fprintf(out,
                "%s, %s; delay and energy of the model: times one factor each, the median ratio, for profiles and "
                "libraries differ\n",
                print->request->library, print->request->tool);
  const bool ok = print_rows(print, &figures, out, err);
  for (int metric = 0; ok && metric < AGREEMENT_METRICS; metric++)
    print_agreement(&figures.agreement[metric], (enum agreement_metric)metric, out);
  free(figures.pair);
  return ok;
}

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

static json_t *design_json(const struct synth_print *print, const struct figures *figures, size_t index) {
  const struct scored_design *const design = &print->results->designs[print->request->design[index]];
  const struct point *const point = &print->results->points[design->point];
  const struct restriction *const restriction = &point->spec.restriction;
  const struct synthesised *const row = row_of(print, index);
  json_t *object = json_pack(
      "{s:I, s:s, s:s, s:i, s:i, s:s, s:s, s:i, s:s, s:i, s:s}", "design", (json_int_t)print->request->design[index],
      "function", point->spec.function->name, "weight", weight_name(point->spec.weight), "entries",
      design->design.entries, "in_bits", point->spec.in_bits, "storage", storage_name(point->hardware.storage),
      "select", selector_name(point->hardware.selector), "digits", restriction->slope_digits, "symmetry",
      symmetry_name(restriction->mirrored), "pipeline", point->hardware.pipeline, "point", point->id.hex);
  for (int m = 0; object != NULL && m < AGREEMENT_METRICS; m++) {
    const enum agreement_metric metric = (enum agreement_metric)m;
    char key[32];
    (void)snprintf(key, sizeof key, "%s_%s", agreement_metric_name(metric),
                   metric == AGREEMENT_AREA    ? "ge"
                   : metric == AGREEMENT_DELAY ? "ns"
                                               : "pj");
    if (json_object_set_new(object, key, pair_json(&figures->agreement[m], *pair_at(print, figures, m, index))) != 0)
      return json_decref(object), NULL;
  }
  if (object == NULL || row == NULL)
    return object;
  if (json_object_set_new(object, "cells", json_integer((json_int_t)row->cells)) != 0 ||
      json_object_set_new(object, "flip_flops", json_integer((json_int_t)row->flip_flops)) != 0 ||
      (synthesised_has_blocks(row) && json_object_set_new(object, "blocks_ge", blocks_json(row)) != 0))
    return json_decref(object), NULL;
  return object;
}

static json_t *agreement_json(const struct figures *figures) {
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
  struct figures figures;
  if (!collect(print, &figures, err))
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
  free(figures.pair);
  return json_print(object, out, "JSON of synthesised designs", err);
}
