#include "cli/cost_published.h"

#include <math.h>

#include "cli/json_print.h"
#include "cli/table.h"
#include "hardware/published.h"

struct predicted {
  struct technology technology;
  struct unit_cost blocks[PUBLISHED_UNITS];
  struct cost cost[PUBLISHED_UNITS];
};

static bool predict(struct predicted *out, struct error *err) {
  (void)technology_builtin(0, &out->technology);
  for (int i = 0; i < PUBLISHED_UNITS; i++) {
    if (!published_cost(published_unit(i), out->technology.flip_flop_ge, &out->blocks[i], err))
      return false;
    out->cost[i] = cost_total(&out->blocks[i], &out->technology);
  }
  return true;
}

static void add_titles(struct table *table, const char *const *titles, size_t count) {
  for (size_t i = 0; i < count; i++)
    table_add_column(table, titles[i]);
}

static void add_figure(struct table *table, const char *format, double value) {
  char text[32];
  (void)snprintf(text, sizeof text, format, value);
  table_add(table, "%s", isfinite(value) ? text : "-");
}

static void add_pair(struct table *table, const char *format, double published, double model) {
  add_figure(table, format, published);
  add_figure(table, format, model);
  add_figure(table, "%.3f", model / published);
}

static bool print_units(const struct predicted *predicted, FILE *out) {
  static const char *const titles[] = {"unit",         "entries",   "um^2 published", "predicted", "ratio",
                                       "mW published", "predicted", "ratio",          "ns"};
  struct table table = {.columns = 0};
  add_titles(&table, titles, sizeof titles / sizeof titles[0]);
  for (int i = 0; i < PUBLISHED_UNITS; i++) {
    const struct published_unit *const unit = published_unit(i);
    table_add(&table, "%s", unit->name);
    table_add(&table, "%d", unit->entries);
    add_pair(&table, "%.0f", unit->area_um2, predicted->cost[i].area_um2);
    add_pair(&table, "%.2f", unit->power_mw, predicted->cost[i].power_mw);
    add_figure(&table, "%.2f", predicted->cost[i].delay_ns);
  }
  return table_print(&table, out);
}

static void add_comparison(struct table *table, const struct published_comparison *comparison, double published,
                           double model) {
  const char *const format = comparison->saved ? "%.1f %%" : "%.2f";
  const double scale = comparison->saved ? 100 : 1;
  add_figure(table, format, scale * published);
  add_figure(table, format, scale * model);
}

/* A figure of the two units that are compared. */
struct compared {
  double published, model;
};

static struct compared compare_area(const struct predicted *predicted, const struct published_comparison *comparison) {
  return (struct compared){published_compare(comparison, published_unit(comparison->of)->area_um2,
                                             published_unit(comparison->with)->area_um2),
                           published_compare(comparison, predicted->cost[comparison->of].area_um2,
                                             predicted->cost[comparison->with].area_um2)};
}

static struct compared compare_power(const struct predicted *predicted, const struct published_comparison *comparison) {
  return (struct compared){published_compare(comparison, published_unit(comparison->of)->power_mw,
                                             published_unit(comparison->with)->power_mw),
                           published_compare(comparison, predicted->cost[comparison->of].power_mw,
                                             predicted->cost[comparison->with].power_mw)};
}

static bool print_comparisons(const struct predicted *predicted, FILE *out) {
  static const char *const titles[] = {"comparison", "area published", "predicted", "power published", "predicted"};
  struct table table = {.columns = 0};
  add_titles(&table, titles, sizeof titles / sizeof titles[0]);
  for (int i = 0; i < PUBLISHED_COMPARISONS; i++) {
    const struct published_comparison *const comparison = published_comparison(i);
    const struct compared area = compare_area(predicted, comparison), power = compare_power(predicted, comparison);
    table_add(&table, "%s", comparison->name);
    add_comparison(&table, comparison, area.published, area.model);
    add_comparison(&table, comparison, power.published, power.model);
  }
  return table_print(&table, out);
}

bool cost_published_table(FILE *out, struct error *err) {
  struct predicted predicted;
  if (!predict(&predicted, err))
    return false;
  (void)fprintf(out, "published: GQA-LUT (DAC 2024), TSMC 28 nm, %g MHz; predicted: profile %s, enable, one_hot\n",
                published_clock_mhz(), predicted.technology.name);
  bool ok = print_units(&predicted, out);
  (void)fputc('\n', out);
  ok = ok && print_comparisons(&predicted, out);
  (void)fputs(
      "\nThe profile is calibrated on the first unit alone. Published figures of INT8 with 16 entries follow from "
      "ratios.\nThe publication does not say whether its INT32 unit keeps the whole product; its figures stand "
      "beside both variants.\ndocs/hardware.md says what differs, and why.\n",
      out);
  return ok || error_memory(err, "the table of published units");
}

/* What is not published is null. */
static json_t *real(double value) { return isfinite(value) ? json_real(value) : json_null(); }

static json_t *pair_json(double published, double model) {
  return json_pack("{s:o, s:o, s:o}", "published", real(published), "predicted", real(model), "ratio",
                   real(model / published));
}

static json_t *blocks_json(const struct unit_cost *cost, const struct technology *technology) {
  json_t *object = json_object();
  for (int b = 0; object != NULL && b < BLOCKS; b++) {
    json_t *const block = json_pack("{s:o, s:o}", "area_um2", real(cost->block[b].area_ge * technology->ge_um2),
                                    "energy_pj", real(cost->block[b].energy_pj * technology->energy_scale));
    if (json_object_set_new(object, block_name((enum block)b), block) != 0) {
      json_decref(object);
      object = NULL;
    }
  }
  return object;
}

static json_t *unit_json(const struct predicted *predicted, int index) {
  const struct published_unit *const unit = published_unit(index);
  const struct cost *const cost = &predicted->cost[index];
  return json_pack("{s:s, s:i, s:o, s:o, s:o, s:o}", "unit", unit->name, "entries", unit->entries, "area_um2",
                   pair_json(unit->area_um2, cost->area_um2), "power_mw", pair_json(unit->power_mw, cost->power_mw),
                   "delay_ns", real(cost->delay_ns), "blocks",
                   blocks_json(&predicted->blocks[index], &predicted->technology));
}

static json_t *comparison_json(const struct predicted *predicted, const struct published_comparison *comparison) {
  const struct compared area = compare_area(predicted, comparison), power = compare_power(predicted, comparison);
  return json_pack("{s:s, s:o, s:o}", "comparison", comparison->name, "area", pair_json(area.published, area.model),
                   "power", pair_json(power.published, power.model));
}

bool cost_published_json(FILE *out, struct error *err) {
  struct predicted predicted;
  if (!predict(&predicted, err))
    return false;
  json_t *units = json_array(), *comparisons = json_array();
  for (int i = 0; i < PUBLISHED_UNITS; i++)
    json_append(&units, unit_json(&predicted, i));
  for (int i = 0; i < PUBLISHED_COMPARISONS; i++)
    json_append(&comparisons, comparison_json(&predicted, published_comparison(i)));
  json_t *object = json_pack("{s:s, s:f, s:o, s:o}", "technology", predicted.technology.name, "clock_mhz",
                             predicted.technology.clock_mhz, "units", units, "comparisons", comparisons);
  return json_print(object, out, "JSON of published units", err);
}
