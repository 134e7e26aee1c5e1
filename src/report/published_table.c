/* Published units beside the cost model. */
#include "hardware/published.h"
#include "report/work.h"

static void add_columns(struct data_table *table) {
  static const char *const groups[] = {"Area (µm²)", "Power (mW)"}, *const titles[] = {"published", "model", "ratio"};
  data_table_column(table, true, "Unit");
  data_table_column(table, false, "Entries");
  for (int g = 0; g < 2; g++)
    for (int t = 0; t < 3; t++)
      data_table_column(table, false, "%s|%s", groups[g], titles[t]);
  data_table_column(table, false, "Delay (ns)");
}

static void add_pair(struct data_table *table, double published, double model) {
  data_table_number(table, published, 4);
  data_table_number(table, model, 4);
  data_table_number(table, model / published, 3);
}

static bool fill(struct data_table *table, struct error *err) {
  struct technology technology;
  (void)technology_builtin(0, &technology);
  add_columns(table);
  for (int i = 0; i < PUBLISHED_UNITS; i++) {
    const struct published_unit *const unit = published_unit(i);
    struct unit_cost blocks;
    if (!published_cost(unit, technology.flip_flop_ge, &blocks, err))
      return false;
    const struct cost cost = cost_total(&blocks, &technology);
    data_table_text(table, "%s", unit->name);
    data_table_count(table, unit->entries);
    add_pair(table, unit->area_um2, cost.area_um2);
    add_pair(table, unit->power_mw, cost.power_mw);
    data_table_number(table, cost.delay_ns, 3);
  }
  return true;
}

bool published_table(struct work *work, struct error *err) {
  struct data_table data = {.count = 0}, table = {.count = 0};
  if (!fill(&data, err) || !fill(&table, err)) {
    data_table_release(&data);
    data_table_release(&table);
    return false;
  }
  if (work_add_data(work, &data, "published", err))
    return work_add_table(work, &table, "published",
                          "Published units of GQA-LUT (28 nm, 500 MHz) and the cost model, which is calibrated on the "
                          "first unit alone.",
                          err);
  data_table_release(&table);
  return false;
}
