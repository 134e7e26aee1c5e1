/* What every method found for every setting, in rows. */
#include <math.h>

#include "report/study_labels.h"
#include "report/work.h"

/* A setting in columns of its own. */
static void add_setting(struct data_table *table, const struct spec *spec) {
  char formats[112], scales[96], first[32], last[32];
  (void)study_scale_text(spec->scales.scale[0], first, sizeof first);
  (void)study_scale_text(spec->scales.scale[spec->scales.count - 1], last, sizeof last);
  (void)snprintf(scales, sizeof scales, "%d: %s to %s", spec->scales.count, first, last);
  data_table_text(table, "%s", spec->function->name);
  data_table_number(table, spec->function->lo, 6);
  data_table_number(table, spec->function->hi, 6);
  data_table_text(table, "%s", weight_name(spec->weight));
  data_table_count(table, spec->in_bits);
  data_table_text(table, "%s", scales);
  data_table_text(table, "%s", study_formats_text(spec, formats, sizeof formats));
  data_table_text(table, "%s", tails_name(spec->tails));
  data_table_count(table, spec->ranges > 1 ? spec->ranges : 1);
  data_table_count(table, spec->output.bits);
}

static void add_cell(struct data_table *table, const struct study_cell *cell, double optimum) {
  data_table_count(table, (double)cell->searches);
  data_table_number(table, cell->median, 4);
  data_table_number(table, cell->best, 4);
  data_table_number(table, cell->worst, 4);
  data_table_number(table, cell->median / optimum, 4);
  data_table_count(table, cell->evaluations);
}

/* All settings, those that are not shown, too. */
static bool write_all(struct work *work, struct error *err) {
  static const char *const titles[] = {
      "function", "lo",     "hi",       "weight", "in_bits", "scales", "formats", "tails",       "ranges", "out_bits",
      "entries",  "method", "searches", "median", "best",    "worst",  "ratio",   "evaluations", "optimum"};
  const struct study *const study = &work->study;
  struct data_table table = {.count = 0};
  for (size_t c = 0; c < sizeof titles / sizeof titles[0]; c++)
    data_table_column(&table, false, "%s", titles[c]);
  for (size_t s = 0; s < study->setting_count; s++)
    for (int entries = ENTRIES_MIN; entries <= ENTRIES_MAX; entries++)
      for (size_t m = 0; m < study->methods.count; m++) {
        const struct study_cell cell = study_cell(study, &study->setting[s], entries, m);
        if (cell.searches == 0)
          continue;
        const double optimum = study_optimum(study, &study->setting[s], entries);
        add_setting(&table, &study->setting[s].as->spec);
        data_table_count(&table, entries);
        data_table_text(&table, "%s", study->methods.method[m].label);
        add_cell(&table, &cell, optimum);
        data_table_number(&table, optimum, 4);
      }
  return work_add_data(work, &table, "comparison", err);
}

static void add_rows(struct data_table *table, const struct study *study, const struct study_setting *setting,
                     int entries) {
  for (size_t m = 0; m < study->methods.count; m++) {
    const struct study_cell cell = study_cell(study, setting, entries, m);
    if (cell.searches == 0 || m == study->methods.optimum)
      continue;
    data_table_text(table, "%s", setting->label);
    data_table_count(table, entries);
    data_table_text(table, "%s", study->methods.method[m].label);
    add_cell(table, &cell, study_optimum(study, setting, entries));
  }
}

/* Best and worst of what is shown: too long for print, so it is on the page alone. */
static void show_spread(struct work *work, const struct study_family *family) {
  static const char *const titles[] = {"Searches", "Median", "Best", "Worst", "Ratio", "Evaluations"};
  const struct study *const study = &work->study;
  struct data_table table = {.count = 0};
  char caption[1024];
  data_table_column(&table, true, "Function");
  data_table_column(&table, false, "Entries");
  data_table_column(&table, true, "Method");
  for (size_t c = 0; c < sizeof titles / sizeof titles[0]; c++)
    data_table_column(&table, false, "%s", titles[c]);
  for (size_t i = family->first; i < family->first + family->count; i++)
    for (size_t n = 0; n < family->entries_count; n++)
      add_rows(&table, study, &study->setting[study->shown[i]], family->entries[n]);
  (void)snprintf(caption, sizeof caption,
                 "Spread over seeds and repeats; ratios are of medians to the proven optimum. %s. %s", family->label,
                 work->origin);
  if (data_table_rows(&table) > 0)
    page_table(&work->page, &table, caption);
  data_table_release(&table);
}

bool part_spread(struct work *work, struct error *err) {
  page_section(&work->page, "Every method: median, best, worst");
  for (size_t f = 0; f < work->study.family_count; f++)
    show_spread(work, &work->study.family[f]);
  if (work->study.hidden > 0)
    page_paragraph(&work->page,
                   "%zu settings more, of one method alone or beyond what fits, are in data/comparison.csv.",
                   work->study.hidden);
  return write_all(work, err);
}
