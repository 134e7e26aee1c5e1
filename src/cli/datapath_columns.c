#include "cli/datapath_columns.h"

struct datapath_columns datapath_columns_of(const struct results *results, const struct front_view *view) {
  struct datapath_columns columns = {.ranges = false};
  for (size_t i = 0; i < view->front_count; i++) {
    const struct point *const point = &results->points[results->designs[view->front[i].design].point];
    columns.ranges = columns.ranges || point->spec.ranges != 0;
    columns.digits = columns.digits || point->spec.restriction.slope_digits != 0;
    columns.symmetry = columns.symmetry || point->spec.restriction.mirrored;
    columns.pipeline = columns.pipeline || point->hardware.pipeline != 0;
  }
  return columns;
}

void datapath_columns_titles(const struct datapath_columns *columns, struct table *table) {
  if (columns->ranges)
    table_add_column(table, "ranges");
  if (columns->digits)
    table_add_column(table, "digits");
  if (columns->symmetry)
    table_add_column(table, "symmetry");
  if (columns->pipeline)
    table_add_column(table, "pipeline");
}

void datapath_columns_cells(const struct datapath_columns *columns, struct table *table, const struct point *point) {
  const struct restriction *const restriction = &point->spec.restriction;
  if (columns->ranges)
    table_add(table, "%d", point->spec.ranges == 0 ? 1 : point->spec.ranges);
  if (columns->digits && restriction->slope_digits == 0)
    table_add(table, "full");
  else if (columns->digits)
    table_add(table, "%d", restriction->slope_digits);
  if (columns->symmetry)
    table_add(table, "%s", symmetry_name(restriction->mirrored));
  if (columns->pipeline)
    table_add(table, "%d", point->hardware.pipeline);
}
