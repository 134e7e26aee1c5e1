/* Tables of a report: one content, written as HTML, as LaTeX and as comma-separated values. */
#ifndef LUTDSE_REPORT_DATA_TABLE_H
#define LUTDSE_REPORT_DATA_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum cell_kind { CELL_TEXT, CELL_NUMBER };

struct data_cell {
  enum cell_kind kind;
  char *text;   /* owned */
  double value; /* NaN: there is none */
  int digits;
  bool strong;
};

struct data_column {
  char *title; /* owned; "GROUP|TITLE": columns of one group stand under a common head */
  bool left;   /* text; numbers stand to the right */
};

struct data_table {
  size_t column_count, count, capacity;
  struct data_column *column;
  struct data_cell *cell; /* row by row */
  bool failed;            /* memory ran out */
};

/* Append a column; no cell may be there yet. */
void data_table_column(struct data_table *table, bool left, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Append a cell. */
void data_table_text(struct data_table *table, const char *format, ...) __attribute__((format(printf, 2, 3)));
void data_table_number(struct data_table *table, double value, int digits);
void data_table_count(struct data_table *table, double value); /* a whole number, in full */

/* Set the cell that was appended last in bold. */
void data_table_strong(struct data_table *table);

size_t data_table_rows(const struct data_table *table);

void data_table_write_html(FILE *out, const struct data_table *table);

/*
 * A complete table of LaTeX, for \input: table* (or table, where it has few columns), not wider than the text, tabular
 * with the rules of the package booktabs. Caption and label are plain text.
 */
void data_table_write_latex(FILE *out, const struct data_table *table, const char *caption, const char *label);

/* The first line has the titles ("GROUP TITLE"). */
void data_table_write_csv(FILE *out, const struct data_table *table);

void data_table_release(struct data_table *table);

#endif
