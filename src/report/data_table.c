#include "report/data_table.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "report/escape.h"

/* NULL if memory runs out, which the table remembers. */
static char *print_text(struct data_table *table, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

static char *print_text(struct data_table *table, const char *format, va_list arguments) {
  char text[512];
  (void)vsnprintf(text, sizeof text, format, arguments);
  char *const copy = strdup(text);
  table->failed = table->failed || copy == NULL;
  return copy;
}

void data_table_column(struct data_table *table, bool left, const char *format, ...) {
  struct data_column *const moved =
      table->failed ? NULL : realloc(table->column, (table->column_count + 1) * sizeof *moved);
  if (moved == NULL) {
    table->failed = true;
    return;
  }
  table->column = moved;
  va_list arguments;
  va_start(arguments, format);
  char *const title = print_text(table, format, arguments);
  va_end(arguments);
  if (title != NULL)
    table->column[table->column_count++] = (struct data_column){title, left};
}

static void append(struct data_table *table, struct data_cell cell) {
  if (!table->failed && table->count == table->capacity) {
    const size_t capacity = table->capacity == 0 ? 64 : 2 * table->capacity;
    struct data_cell *const moved = realloc(table->cell, capacity * sizeof *moved);
    if (moved == NULL) {
      table->failed = true;
    } else {
      table->cell = moved;
      table->capacity = capacity;
    }
  }
  if (table->failed)
    free(cell.text);
  else
    table->cell[table->count++] = cell;
}

void data_table_text(struct data_table *table, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char *const text = print_text(table, format, arguments);
  va_end(arguments);
  append(table, (struct data_cell){.kind = CELL_TEXT, .text = text});
}

void data_table_number(struct data_table *table, double value, int digits) {
  append(table, (struct data_cell){.kind = CELL_NUMBER, .value = value, .digits = digits});
}

void data_table_count(struct data_table *table, double value) { data_table_number(table, value, 0); }

void data_table_strong(struct data_table *table) {
  if (!table->failed && table->count > 0)
    table->cell[table->count - 1].strong = true;
}

size_t data_table_rows(const struct data_table *table) {
  return table->failed || table->column_count == 0 ? 0 : table->count / table->column_count;
}

void data_table_write_csv(FILE *out, const struct data_table *table) {
  for (size_t c = 0; c < table->column_count; c++) {
    char title[512];
    (void)snprintf(title, sizeof title, "%s", table->column[c].title);
    char *const bar = strchr(title, '|');
    if (bar != NULL)
      *bar = ' ';
    (void)fputs(c > 0 ? "," : "", out);
    escape_csv(out, title);
  }
  (void)fputc('\n', out);
  for (size_t i = 0; i < data_table_rows(table) * table->column_count; i++) {
    const struct data_cell *const cell = &table->cell[i];
    if (cell->kind == CELL_TEXT)
      escape_csv(out, cell->text);
    else
      number_write(out, NUMBER_CSV, cell->value, cell->digits);
    (void)fputc((i + 1) % table->column_count == 0 ? '\n' : ',', out);
  }
}

void data_table_release(struct data_table *table) {
  for (size_t c = 0; c < table->column_count; c++)
    free(table->column[c].title);
  for (size_t i = 0; i < table->count; i++)
    free(table->cell[i].text);
  free(table->column);
  free(table->cell);
  *table = (struct data_table){.count = 0};
}
