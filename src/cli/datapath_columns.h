/* Columns of a table of designs for choices of hardware that most have not made. */
#ifndef LUTDSE_CLI_DATAPATH_COLUMNS_H
#define LUTDSE_CLI_DATAPATH_COLUMNS_H

#include "cli/table.h"
#include "front/view.h"

/* Which columns there are: those in which a member of a front is not as usual. */
struct datapath_columns {
  bool ranges, digits, symmetry, pipeline;
};

struct datapath_columns datapath_columns_of(const struct results *results, const struct front_view *view);

/* Add the titles, which widens the table, and a row's cells. */
void datapath_columns_titles(const struct datapath_columns *columns, struct table *table);
void datapath_columns_cells(const struct datapath_columns *columns, struct table *table, const struct point *point);

#endif
