#include "gpu/layout.h"

#include <stdlib.h>
#include <string.h>

#include "gpu/tile.h"

static size_t prefix_doubles(const struct problem *problem) {
  return (size_t)(1 + problem->line.scales) * problem->line.bounds * SUM_DOUBLES;
}

static size_t rounding_doubles(const struct problem *problem) {
  return (size_t)problem->line.scales * ROUNDING_DOUBLES;
}

static void view_grids(problem_view *view, const struct problem *problem) {
  view->grid_count = problem->grid_count;
  for (uint32_t i = 0; i < problem->grid_count; i++) {
    view->grid[i] = problem->grid[i];
    view->inverse[i] = 1.0f / problem->grid[i];
  }
  if (problem->grid_count != 0)
    return;
  /* No coarser grid: rounding to the grid of candidates itself changes nothing. */
  view->grid_count = 1;
  view->grid[0] = view->inverse[0] = 1.0f;
}

/* The weight of all codes before a boundary. */
static double weight_before(const struct problem *problem, u32 bound) {
  const double *sums = problem->prefix + (size_t)bound * SUM_DOUBLES;
  return sums[2 * SUM_W] + sums[2 * SUM_W + 1];
}

static void view_range(problem_view *view, const struct problem *problem) {
  const u32 last = problem->line.bounds - 2;
  const double all = weight_before(problem, last + 1);
  view->low = 1;
  view->high = last;
  while (view->low < last && weight_before(problem, view->low + 1) == 0)
    view->low++;
  while (view->high > view->low && weight_before(problem, view->high - 1) == all)
    view->high--;
}

static void view_problem(struct layout *layout, problem_view *view, const struct problem *problem) {
  view->line = problem->line;
  view->origin = problem->first_candidate - 1;
  view_range(view, problem);
  view_grids(view, problem);
  view->prefix = layout->double_count;
  view->rounding = view->prefix + prefix_doubles(problem);
  layout->double_count += prefix_doubles(problem) + rounding_doubles(problem);
  if (problem->line.bounds > PROBLEM_TABLE_BOUNDS_MAX)
    return;
  view->stride = problem->line.bounds;
  view->table = layout->cost_count;
  layout->cost_count += (size_t)view->stride * view->stride;
}

static bool copy_problems(struct layout *layout, const struct batch *batch) {
  for (size_t p = 0; p < batch->problem_count; p++)
    view_problem(layout, &layout->views[p], batch->problems[p]);
  layout->doubles = malloc(layout->double_count * sizeof *layout->doubles);
  if (layout->doubles == NULL)
    return false;
  for (size_t p = 0; p < batch->problem_count; p++) {
    const struct problem *problem = batch->problems[p];
    memcpy(layout->doubles + layout->views[p].prefix, problem->prefix, prefix_doubles(problem) * sizeof(double));
    memcpy(layout->doubles + layout->views[p].rounding, problem->rounding, rounding_doubles(problem) * sizeof(double));
  }
  return true;
}

bool layout_create(struct layout *layout, const struct batch *batch, struct error *err) {
  const struct island_settings *settings = &batch->settings;
  memset(layout, 0, sizeof *layout);
  layout->parameters = (islands_parameters){settings->entries, settings->population, settings->islands,
                                            settings->alone,   settings->redraw,     settings->round};
  layout->problem_count = batch->problem_count;
  layout->point_count = batch->point_count;
  layout->group_count = batch->point_count * settings->islands;
  layout->genes = settings->entries - 1;
  layout->views = calloc(batch->problem_count, sizeof *layout->views);
  layout->points = calloc(batch->point_count, sizeof *layout->points);
  if (layout->views == NULL || layout->points == NULL || !copy_problems(layout, batch)) {
    layout_free(layout);
    return error_memory(err, "batch");
  }
  for (size_t i = 0; i < batch->point_count; i++)
    layout->points[i] = (islands_point){batch->problem_of[i], (u32)batch->key[i], (u32)(batch->key[i] >> 32)};
  return true;
}

void layout_free(struct layout *layout) {
  free(layout->views);
  free(layout->points);
  free(layout->doubles);
}

size_t layout_tiles(u32 bounds) { return (bounds + TILE - 1) / TILE; }
