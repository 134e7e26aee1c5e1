/* Plain tables for people: left-aligned columns, two blanks apart, the first row holds the titles. */
#ifndef LUTDSE_CLI_TABLE_H
#define LUTDSE_CLI_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct table {
  size_t columns;
  size_t count; /* cells so far; row by row */
  char **cells;
  bool failed; /* memory ran out; the table prints nothing */
};

/* Append a printf-style cell. */
void table_add(struct table *table, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Append a column with that title; every cell so far must be a title. */
void table_add_column(struct table *table, const char *title);

/* Print the full rows, then free the cells. Returns false, having printed nothing, if memory ran out. */
bool table_print(struct table *table, FILE *out);

#endif
