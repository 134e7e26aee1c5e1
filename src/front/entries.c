#include "front/entries.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int entries_of(const struct results *results, size_t point) { return results->points[point].spec.entries; }

bool entries_shows(const struct results *results, const struct panel *panel) {
  for (size_t i = 1; i < panel->count; i++)
    if (entries_of(results, panel->point[i]) != entries_of(results, panel->point[0]))
      return true;
  return false;
}

static bool same_engine(const struct engine_settings *a, const struct engine_settings *b, bool by_name) {
  return by_name ? a->engine == b->engine : engine_settings_equal(a, b);
}

size_t entries_series_find(const struct entries_series *series, const struct engine_settings *engine) {
  size_t i = 0;
  while (i < series->count && !same_engine(series->engine[i], engine, series->by_name))
    i++;
  return i;
}

/* False if there are more than a figure can show. */
static bool collect_series(struct entries_series *series, const struct results *results, const struct panels *panels,
                           point_shows *shows) {
  for (size_t p = 0; p < panels->count; p++)
    for (size_t i = 0; i < panels->panel[p].count; i++) {
      const size_t point = panels->panel[p].point[i];
      const struct engine_settings *engine = &results->points[point].engine;
      if ((shows != NULL && !shows(results, point)) || entries_series_find(series, engine) < series->count)
        continue;
      if (series->count == ENTRIES_SERIES_MAX)
        return false;
      series->engine[series->count++] = engine;
    }
  return true;
}

struct entries_series entries_series_make(const struct results *results, const struct panels *panels,
                                          point_shows *shows) {
  struct entries_series series = {.by_name = false};
  if (collect_series(&series, results, panels, shows))
    return series;
  series = (struct entries_series){.by_name = true};
  (void)collect_series(&series, results, panels, shows);
  return series;
}

/* Whether another series of the same engine has another value of a parameter. */
static bool parameter_varies(const struct entries_series *series, size_t index, int parameter) {
  const struct engine_settings *mine = series->engine[index];
  for (size_t i = 0; i < series->count; i++)
    if (series->engine[i]->engine == mine->engine && series->engine[i]->value[parameter] != mine->value[parameter])
      return true;
  return false;
}

void entries_series_label(const struct entries_series *series, size_t index, char *text, size_t size) {
  const struct engine_settings *mine = series->engine[index];
  size_t length = (size_t)snprintf(text, size, "%s", mine->engine->name);
  for (int i = 0; !series->by_name && i < mine->engine->parameter_count && length < size; i++)
    if (parameter_varies(series, index, i)) {
      char value[ENGINE_VALUE_TEXT];
      length += (size_t)snprintf(text + length, size - length, " %s=%s", mine->engine->parameter[i].name,
                                 engine_value_text(&mine->engine->parameter[i], mine->value[i], 6, value));
    }
}

struct figure_axes entries_axes(const struct results *results, const struct panel *panel, size_t count) {
  struct figure_span span = figure_span_empty();
  double least = INFINITY, most = 0;
  for (size_t p = 0; p < count; p++)
    for (size_t i = 0; i < panel[p].count; i++) {
      const size_t point = panel[p].point[i];
      figure_span_add(&span, optimum_best_figure(results, point));
      figure_span_add(&span, optimum_value(&results->outcomes[point].optimum));
      least = fmin(least, entries_of(results, point));
      most = fmax(most, entries_of(results, point));
    }
  struct figure_axes axes = {.cost_min = least, .cost_max = most};
  figure_axes_set_errors(&axes, &span);
  return axes;
}

/* The points of one entry count. */
static size_t points_at(const struct results *results, const struct panel *panel, int entries, size_t *first) {
  size_t count = 0;
  for (size_t i = panel->count; i-- > 0;)
    if (entries_of(results, panel->point[i]) == entries) {
      *first = panel->point[i];
      count++;
    }
  return count;
}

void entries_write_optimum(FILE *out, const struct results *results, const struct panel *panel,
                           const struct figure_axes *axes, enum optimum_kind kind) {
  (void)fprintf(out, "# entries error\n");
  for (int entries = ENTRIES_MIN; entries <= ENTRIES_MAX; entries++) {
    size_t first = 0;
    if (points_at(results, panel, entries, &first) == 0)
      continue;
    const struct optimum *optimum = &results->outcomes[first].optimum;
    if (optimum->kind == kind)
      (void)fprintf(out, "%d %.9g\n", entries, figure_drawn_error(axes, optimum->value));
  }
}

static int compare_doubles(const void *left, const void *right) {
  const double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

/* The errors of one engine at one entry count, ascending. */
static size_t gather(const struct results *results, const struct panel *panel, const struct entries_series *series,
                     size_t index, int entries, double *error) {
  size_t count = 0;
  for (size_t i = 0; i < panel->count; i++) {
    const size_t point = panel->point[i];
    const double figure = optimum_best_figure(results, point);
    if (entries_of(results, point) == entries && !isnan(figure) &&
        entries_series_find(series, &results->points[point].engine) == index)
      error[count++] = figure;
  }
  qsort(error, count, sizeof *error, compare_doubles);
  return count;
}

bool entries_write_series(FILE *out, const struct results *results, const struct panel *panel,
                          const struct entries_series *series, size_t index, const struct figure_axes *axes,
                          struct error *err) {
  double *error = malloc((panel->count + 1) * sizeof *error);
  if (error == NULL)
    return error_memory(err, "a figure");
  (void)fprintf(out, "# entries median least largest points\n");
  for (int entries = ENTRIES_MIN; entries <= ENTRIES_MAX; entries++) {
    const size_t count = gather(results, panel, series, index, entries, error);
    if (count == 0)
      continue;
    const double median = (error[(count - 1) / 2] + error[count / 2]) / 2;
    (void)fprintf(out, "%d %.9g %.9g %.9g %zu\n", entries, figure_drawn_error(axes, median),
                  figure_drawn_error(axes, error[0]), figure_drawn_error(axes, error[count - 1]), count);
  }
  free(error);
  return true;
}
