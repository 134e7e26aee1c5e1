/* What was synthesised of designs, in the tables of other commands: only where there is something. */
#ifndef LUTDSE_CLI_SYNTH_COLUMNS_H
#define LUTDSE_CLI_SYNTH_COLUMNS_H

#include "cli/json_print.h"
#include "cli/table.h"
#include "front/view.h"

/* Whether a member of the front was synthesised: then there are columns. */
bool synth_columns_any(const struct results *results, const struct front_view *view);

/* Add the titles, which widens the table, and a design's cells: its last row of results, or "-". */
void synth_columns_titles(struct table *table);
void synth_columns_cells(struct table *table, const struct results *results, size_t design);

/* Add the key "synthesis", an array of a design's rows, to an object, unless there are none. False: memory ran out. */
bool synth_columns_json(json_t *object, const struct results *results, size_t design);

/* One line on each row of a design. */
void synth_columns_print(FILE *out, const struct results *results, size_t design);

#endif
