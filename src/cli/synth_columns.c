#include "cli/synth_columns.h"

#include <math.h>

/* The rows of a design are [first, end). */
struct rows {
  size_t first, end;
};

static struct rows rows_of(const struct results *results, size_t design) {
  return (struct rows){results_first_synthesised(results, design), results_first_synthesised(results, design + 1)};
}

bool synth_columns_any(const struct results *results, const struct front_view *view) {
  for (size_t i = 0; i < view->front_count; i++) {
    const struct rows rows = rows_of(results, view->front[i].design);
    if (rows.first < rows.end)
      return true;
  }
  return false;
}

void synth_columns_titles(struct table *table) {
  table_add_column(table, "synth GE");
  table_add_column(table, "synth ns");
  table_add_column(table, "synth pJ");
}

static void add_figure(struct table *table, const char *format, double value) {
  char text[32];
  (void)snprintf(text, sizeof text, format, value);
  table_add(table, "%s", isnan(value) ? "-" : text);
}

void synth_columns_cells(struct table *table, const struct results *results, size_t design) {
  const struct rows rows = rows_of(results, design);
  const struct synthesised *const row = rows.first < rows.end ? &results->synthesised[rows.end - 1] : NULL;
  add_figure(table, "%.0f", row == NULL ? (double)NAN : row->area_ge);
  add_figure(table, "%.3f", row == NULL ? (double)NAN : row->delay_ns);
  add_figure(table, "%.3f", row == NULL ? (double)NAN : row->energy_pj);
}

static json_t *real(double value) { return isnan(value) ? json_null() : json_real(value); }

bool synth_columns_json(json_t *object, const struct results *results, size_t design) {
  const struct rows rows = rows_of(results, design);
  if (object == NULL || rows.first == rows.end)
    return object != NULL;
  json_t *array = json_array();
  for (size_t i = rows.first; i < rows.end; i++) {
    const struct synthesised *const row = &results->synthesised[i];
    json_append(&array, json_pack("{s:s, s:s, s:f, s:f, s:o, s:o}", "library", row->library, "tool", row->tool,
                                  "area_um2", row->area_um2, "area_ge", row->area_ge, "delay_ns", real(row->delay_ns),
                                  "energy_pj", real(row->energy_pj)));
  }
  return json_object_set_new(object, "synthesis", array) == 0;
}

static void print_figure(FILE *out, const char *format, double value) {
  if (!isnan(value))
    (void)fprintf(out, format, value);
}

void synth_columns_print(FILE *out, const struct results *results, size_t design) {
  const struct rows rows = rows_of(results, design);
  for (size_t i = rows.first; i < rows.end; i++) {
    const struct synthesised *const row = &results->synthesised[i];
    (void)fprintf(out, "synthesis: %.0f GE", row->area_ge);
    print_figure(out, ", %.3f ns", row->delay_ns);
    print_figure(out, ", %.3f pJ", row->energy_pj);
    (void)fprintf(out, " (%s, %s)\n", row->library, row->tool);
  }
}
