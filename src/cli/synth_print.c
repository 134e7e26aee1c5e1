#include "cli/synth_print.h"

#include <math.h>

#include "cli/synth_figures.h"
#include "cli/table.h"

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

static void add_row(struct table *table, const struct synth_print *print, const struct synth_figures *figures,
                    size_t index) {
  const struct scored_design *const design = synth_figures_design(print, index);
  const struct point *const point = synth_figures_point(print, index);
  char text[POINT_OPTIONS_TEXT];
  table_add(table, "%zu", print->request->design[index]);
  table_add(table, "%s", point->spec.function->name);
  table_add(table, "%d", design->design.entries);
  table_add(table, "%d", point->spec.in_bits);
  table_add(table, "%s %s%s", storage_name(point->hardware.storage), selector_name(point->hardware.selector),
            point_options_text(&point->spec, &point->hardware, text));
  for (int m = 0; m < AGREEMENT_METRICS; m++) {
    const enum agreement_metric metric = (enum agreement_metric)m;
    add_pair(table, &figures->agreement[m], metric, synth_figures_pair(figures, print, metric, index));
  }
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
  (void)fprintf(out, " (%zu design%s)\n", agreement->count, agreement->count == 1 ? "" : "s");
}

static bool print_rows(const struct synth_print *print, const struct synth_figures *figures, FILE *out,
                       struct error *err) {
  struct table table = {.columns = 0};
  add_titles(&table);
  for (size_t i = 0; i < print->request->count; i++)
    add_row(&table, print, figures, i);
  return table_print(&table, out) || error_memory(err, "table of synthesised designs");
}

bool synth_print_table(const struct synth_print *print, FILE *out, struct error *err) {
  struct synth_figures figures;
  if (!synth_figures_collect(&figures, print, err))
    return false;
  (void)fprintf(out,
                "%s, %s; delay and energy of the model: times one factor each, the median ratio, for profiles and "
                "libraries differ\n",
                print->request->library, print->request->tool);
  const bool ok = print_rows(print, &figures, out, err);
  for (int metric = 0; ok && metric < AGREEMENT_METRICS; metric++)
    print_agreement(&figures.agreement[metric], (enum agreement_metric)metric, out);
  synth_figures_release(&figures);
  return ok;
}
