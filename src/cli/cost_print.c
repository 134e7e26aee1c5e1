#include "cli/cost_print.h"

#include <math.h>

#include "cli/json_print.h"
#include "cli/table.h"

static double share(double part, double whole) { return whole > 0 ? part / whole : 0; }

static void add_titles(struct table *table, bool synthesised) {
  static const char *const titles[] = {"block", "GE", "um^2", "area %", "pJ", "energy %"};
  for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
    table_add_column(table, titles[i]);
  if (synthesised)
    table_add_column(table, "synthesised GE");
}

static void add_synthesised(struct table *table, double ge) {
  if (isnan(ge))
    table_add(table, "-");
  else
    table_add(table, "%.1f", ge);
}

static void add_block(struct table *table, const struct cost_subject *subject, enum block block) {
  const double area = subject->blocks.block[block].area_ge, energy = cost_subject_energy_pj(subject, block);
  table_add(table, "%s", block_name(block));
  table_add(table, "%.1f", area);
  table_add(table, "%.1f", cost_subject_area_um2(subject, block));
  table_add(table, "%.1f", 100 * share(area, subject->total.area_ge));
  table_add(table, "%.4g", energy);
  table_add(table, "%.1f", 100 * share(energy, subject->total.energy_pj));
  if (subject->synthesised != NULL)
    add_synthesised(table, subject->synthesised->block_ge[block]);
}

static void add_total(struct table *table, const struct cost_subject *subject) {
  table_add(table, "total");
  table_add(table, "%.1f", subject->total.area_ge);
  table_add(table, "%.1f", subject->total.area_um2);
  table_add(table, "100.0");
  table_add(table, "%.4g", subject->total.energy_pj);
  table_add(table, "100.0");
  if (subject->synthesised != NULL)
    add_synthesised(table, subject->synthesised->area_ge);
}

bool cost_print_table(const struct cost_subject *subject, FILE *out, struct error *err) {
  struct table table = {.columns = 0};
  (void)fprintf(out, "%s, %s\n", subject->title, subject->technology.name);
  add_titles(&table, subject->synthesised != NULL);
  for (int b = 0; b < BLOCKS; b++)
    add_block(&table, subject, (enum block)b);
  add_total(&table, subject);
  if (!table_print(&table, out))
    return error_memory(err, "the cost of a unit");
  (void)fprintf(out, "delay %.4g ns; power %.4g mW at %g MHz\n", subject->total.delay_ns, subject->total.power_mw,
                subject->technology.clock_mhz);
  if (subject->synthesised != NULL)
    (void)fprintf(out, "synthesised: %s, %s; each block's module alone, the total is the unit's own\n",
                  subject->synthesised->library, subject->synthesised->tool);
  return true;
}

static json_t *block_json(const struct cost_subject *subject, enum block block) {
  const double area = subject->blocks.block[block].area_ge, energy = cost_subject_energy_pj(subject, block);
  json_t *object = json_pack("{s:f, s:f, s:f, s:f, s:f}", "area_ge", area, "area_um2",
                             cost_subject_area_um2(subject, block), "area_share", share(area, subject->total.area_ge),
                             "energy_pj", energy, "energy_share", share(energy, subject->total.energy_pj));
  if (object != NULL && subject->synthesised != NULL && !isnan(subject->synthesised->block_ge[block]) &&
      json_object_set_new(object, "synthesised_ge", json_real(subject->synthesised->block_ge[block])) != 0) {
    json_decref(object);
    object = NULL;
  }
  return object;
}

static json_t *blocks_json(const struct cost_subject *subject) {
  json_t *object = json_object();
  for (int b = 0; object != NULL && b < BLOCKS; b++)
    if (json_object_set_new(object, block_name((enum block)b), block_json(subject, (enum block)b)) != 0) {
      json_decref(object);
      object = NULL;
    }
  return object;
}

static json_t *synthesis_json(const struct synthesised *row) {
  if (row == NULL)
    return json_null();
  return json_pack("{s:s, s:s, s:f}", "library", row->library, "tool", row->tool, "area_ge", row->area_ge);
}

bool cost_print_json(const struct cost_subject *subject, FILE *out, struct error *err) {
  const struct cost *const total = &subject->total;
  json_t *object = json_pack("{s:s, s:s, s:f, s:o, s:{s:f, s:f, s:f, s:f, s:f}, s:o}", "unit", subject->title,
                             "technology", subject->technology.name, "clock_mhz", subject->technology.clock_mhz,
                             "blocks", blocks_json(subject), "total", "area_ge", total->area_ge, "area_um2",
                             total->area_um2, "energy_pj", total->energy_pj, "power_mw", total->power_mw, "delay_ns",
                             total->delay_ns, "synthesis", synthesis_json(subject->synthesised));
  return json_print(object, out, "JSON of a unit's cost", err);
}
