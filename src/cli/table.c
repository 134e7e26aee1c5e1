#include "cli/table.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Room grows by doubling; the capacity follows from the count. */
static bool make_room(struct table *table) {
  const size_t count = table->count;
  if ((count & (count - 1)) != 0)
    return true; /* only a power of two is full */
  char **const cells = realloc(table->cells, (count == 0 ? 1 : 2 * count) * sizeof *cells);
  if (cells == NULL)
    return false;
  table->cells = cells;
  return true;
}

void table_add(struct table *table, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char *cell = NULL;
  if (vasprintf(&cell, format, arguments) < 0)
    cell = NULL;
  va_end(arguments);
  if (cell == NULL || !make_room(table)) {
    free(cell);
    table->failed = true;
    return;
  }
  table->cells[table->count++] = cell;
}

void table_add_column(struct table *table, const char *title) {
  table->columns++;
  table_add(table, "%s", title);
}

static int column_width(const struct table *table, size_t column) {
  int width = 0;
  for (size_t i = column; i < table->count; i += table->columns) {
    const int length = (int)strlen(table->cells[i]);
    width = length > width ? length : width;
  }
  return width;
}

static bool print_cells(const struct table *table, FILE *out) {
  int *const width = calloc(table->columns, sizeof *width);
  if (width == NULL)
    return false;
  for (size_t column = 0; column < table->columns; column++)
    width[column] = column_width(table, column);
  for (size_t i = 0; i < table->count; i++) {
    const size_t column = i % table->columns;
    if (column + 1 == table->columns)
      (void)fprintf(out, "%s\n", table->cells[i]);
    else
      (void)fprintf(out, "%-*s  ", width[column], table->cells[i]);
  }
  free(width);
  return true;
}

bool table_print(struct table *table, FILE *out) {
  const bool ok = !table->failed && print_cells(table, out);
  for (size_t i = 0; i < table->count; i++)
    free(table->cells[i]);
  free(table->cells);
  *table = (struct table){.columns = table->columns};
  return ok;
}
