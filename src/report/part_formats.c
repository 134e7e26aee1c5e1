/* Error over entries and bits of parameters: a heat map for each function whose tables come in both. */
#include <math.h>
#include <stdlib.h>

#include "report/sheet.h"
#include "report/work.h"

/* plots/style.gp and so on with plots/report_heat.gp. */
extern const char plots_report_heat_gp[];

enum { MAPS_MAX = 256, MAPS_SHOWN_MAX = 12, BITS_MAX = 64 };

/* The least error of the tables of one function, by entries and by bits of the wider of slope and intercept. */
struct map {
  const struct study_setting *like; /* all that they have in common, but for the formats */
  size_t family;
  const struct function *function;
  double error[ENTRIES_MAX + 1][BITS_MAX];
};

struct maps {
  size_t count;
  struct map map[MAPS_MAX];
};

static int bits_of(const struct spec *spec) {
  const int slope = spec->slope_significant != 0 ? spec->slope_significant : spec->slope.bits;
  const int intercept = spec->intercept_significant != 0 ? spec->intercept_significant : spec->intercept.bits;
  return slope > intercept ? slope : intercept;
}

static struct map *map_of(struct maps *maps, const struct study_setting *setting) {
  for (size_t i = 0; i < maps->count; i++)
    if (maps->map[i].family == setting->family && maps->map[i].function == setting->as->spec.function)
      return &maps->map[i];
  if (maps->count == MAPS_MAX)
    return NULL;
  struct map *const map = &maps->map[maps->count++];
  *map = (struct map){.like = setting, .family = setting->family, .function = setting->as->spec.function};
  for (int n = 0; n <= ENTRIES_MAX; n++)
    for (int bits = 0; bits < BITS_MAX; bits++)
      map->error[n][bits] = (double)NAN;
  return map;
}

static void gather(const struct study *study, struct maps *maps) {
  for (size_t i = 0; i < study->place_count; i++) {
    const struct study_place *const place = &study->place[i];
    const struct study_setting *const setting = &study->setting[place->setting];
    struct map *const map = isnan(place->figure) ? NULL : map_of(maps, setting);
    if (map != NULL) {
      double *const least = &map->error[place->entries][bits_of(&setting->as->spec)];
      *least = fmin(*least, place->figure);
    }
  }
}

/* What a map spans. */
struct extent {
  int entries, bits, cells; /* how many different ones there are */
  int least_bits, most_bits, least_entries, most_entries;
};

static struct extent extent_of(const struct map *map) {
  struct extent extent = {.least_bits = BITS_MAX, .least_entries = ENTRIES_MAX};
  bool has[BITS_MAX] = {false};
  for (int n = 0; n <= ENTRIES_MAX; n++) {
    bool any = false;
    for (int bits = 0; bits < BITS_MAX; bits++) {
      if (isnan(map->error[n][bits]))
        continue;
      any = true;
      extent.cells++;
      extent.bits += !has[bits];
      has[bits] = true;
      extent.least_bits = bits < extent.least_bits ? bits : extent.least_bits;
      extent.most_bits = bits > extent.most_bits ? bits : extent.most_bits;
      extent.least_entries = n < extent.least_entries ? n : extent.least_entries;
      extent.most_entries = n;
    }
    extent.entries += any;
  }
  return extent;
}

/* Blank the entry counts that come in fewer than three widths: they belong to other questions. */
static void blank_lone_rows(struct map *map) {
  for (int n = 0; n <= ENTRIES_MAX; n++) {
    int widths = 0;
    for (int bits = 0; bits < BITS_MAX; bits++)
      widths += !isnan(map->error[n][bits]);
    for (int bits = 0; bits < BITS_MAX && widths < 3; bits++)
      map->error[n][bits] = (double)NAN;
  }
}

/* A map is worth a figure where most of its cells are there. */
static bool shows(struct map *map) {
  blank_lone_rows(map);
  const struct extent extent = extent_of(map);
  return extent.entries > 2 && extent.bits > 2 && 2 * extent.cells > extent.entries * extent.bits;
}

static void keep_shown(struct maps *maps) {
  size_t kept = 0;
  for (size_t i = 0; i < maps->count; i++)
    if (shows(&maps->map[i]) && kept < MAPS_SHOWN_MAX)
      maps->map[kept++] = maps->map[i];
  maps->count = kept;
}

/* Columns row (of entries, from 0), bits, error. Rows are entry counts that there are, ascending. */
static void write_map(FILE *out, struct data_table *table, const struct map *map, const struct figure_axes *axes,
                      const int *rows, size_t row_count) {
  for (size_t row = 0; row < row_count; row++)
    for (int bits = 0; bits < BITS_MAX; bits++) {
      const double error = map->error[rows[row]][bits];
      if (isnan(error))
        continue;
      (void)fprintf(out, "%zu %d %.9g\n", row, bits, figure_drawn_error(axes, error));
      data_table_text(table, "%s", map->function->name);
      data_table_count(table, rows[row]);
      data_table_count(table, bits);
      data_table_number(table, error, 6);
    }
}

/* The entry counts of all maps. */
static size_t list_rows(const struct maps *maps, int rows[ENTRIES_MAX + 1]) {
  size_t count = 0;
  for (int n = 0; n <= ENTRIES_MAX; n++) {
    bool any = false;
    for (size_t i = 0; i < maps->count; i++)
      for (int bits = 0; bits < BITS_MAX; bits++)
        any = any || !isnan(maps->map[i].error[n][bits]);
    if (any)
      rows[count++] = n;
  }
  return count;
}

static struct figure_axes axes_of(const struct maps *maps, struct figure_span *span) {
  *span = figure_span_empty();
  struct figure_axes axes = {.cost_min = INFINITY, .cost_max = -INFINITY};
  for (size_t i = 0; i < maps->count; i++) {
    const struct extent extent = extent_of(&maps->map[i]);
    axes.cost_min = fmin(axes.cost_min, extent.least_bits - 0.5);
    axes.cost_max = fmax(axes.cost_max, extent.most_bits + 0.5);
    for (int n = 0; n <= ENTRIES_MAX; n++)
      for (int bits = 0; bits < BITS_MAX; bits++)
        figure_span_add(span, maps->map[i].error[n][bits]);
  }
  figure_axes_set_errors(&axes, span);
  return axes;
}

static bool draw(struct work *work, const struct maps *maps, struct data_table *table, struct error *err) {
  struct sheet sheet;
  int rows[ENTRIES_MAX + 1];
  const size_t row_count = list_rows(maps, rows);
  struct figure_span span;
  const struct figure_axes axes = axes_of(maps, &span);
  const struct sheet_layout layout = {maps->count, axes, "Bits of a parameter", "Entries", 0};
  if (!sheet_begin(&sheet, work, &layout, err))
    return false;
  const bool apart = span.largest > span.smallest;
  (void)fprintf(sheet.parameters, "row_count = %zu\ncb_label = '%s'\ncb_min = %.9g\ncb_max = %.9g\n", row_count,
                figure_error_label(work->study.error),
                axes.zero_at > 0 ? axes.zero_at
                : apart          ? span.smallest
                                 : axes.error_min,
                apart ? span.largest : axes.error_max);
  sheet_array(&sheet, "row_names", row_count);
  for (size_t row = 0; row < row_count; row++) {
    char number[16];
    (void)snprintf(number, sizeof number, "%d", rows[row]);
    sheet_name(&sheet, "row_names", row, number);
  }
  for (size_t i = 0; i < maps->count; i++) {
    FILE *const out = sheet_columns(&sheet, "map", i, 0, err);
    if (out == NULL) {
      sheet_discard(&sheet);
      return false;
    }
    sheet_name(&sheet, "names", i, maps->map[i].function->name);
    write_map(out, table, &maps->map[i], &axes, rows, row_count);
  }
  return sheet_end(&sheet, plots_report_heat_gp, "formats",
                   "Least error over entries and bits of the parameters, the wider of slope and intercept; numbers are "
                   "powers of ten.",
                   err);
}

static bool show(struct work *work, const struct maps *maps, struct error *err) {
  static const char *const titles[] = {"function", "entries", "bits", "error"};
  struct data_table table = {.count = 0};
  for (size_t c = 0; c < sizeof titles / sizeof titles[0]; c++)
    data_table_column(&table, false, "%s", titles[c]);
  page_section(&work->page, "Entries and bits");
  if (draw(work, maps, &table, err))
    return work_add_data(work, &table, "formats", err);
  data_table_release(&table);
  return false;
}

bool part_formats(struct work *work, struct error *err) {
  work_begin_part(work, "entries and bits");
  struct maps *const maps = calloc(1, sizeof *maps);
  if (maps == NULL)
    return error_memory(err, "a figure");
  gather(&work->study, maps);
  keep_shown(maps);
  const bool ok = maps->count == 0 || show(work, maps, err);
  if (maps->count == 0)
    work_missing(work, "Entries and bits",
                 "No function has tables of three or more entry counts in three or more widths; give a grid such as "
                 "slope: {bits: 5..10, frac: 4}, the same for intercept, and entries: 4..16/2.");
  free(maps);
  return ok;
}
