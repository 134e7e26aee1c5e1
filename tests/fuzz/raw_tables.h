/*
 * The tables of a results file as bytes, whatever their columns: taken out of a file, changed, and put back under a
 * good seal.
 */
#ifndef LUTDSE_TESTS_FUZZ_RAW_TABLES_H
#define LUTDSE_TESTS_FUZZ_RAW_TABLES_H

#include <hdf5.h>
#include <stdbool.h>
#include <stddef.h>

#include "target.h"

enum { RAW_TABLES_MAX = 24, RAW_ROWS_MAX = 4096 };

struct raw_table {
  char path[32];
  hid_t type;
  size_t row_size, rows;
  unsigned char *data; /* malloc'ed */
  bool changed;
};

struct raw_tables {
  hid_t file;
  size_t count;
  struct raw_table table[RAW_TABLES_MAX];
};

/* Take the tables out of a sealed file (copied). Aborts if it is none. */
void raw_tables_open(struct raw_tables *tables, const void *data, size_t size);
void raw_tables_close(struct raw_tables *tables);

/* The table of that path, or NULL. */
struct raw_table *raw_tables_find(struct raw_tables *tables, const char *path);

/* Remove a row, or put another one like it behind it. */
void raw_table_remove(struct raw_table *table, size_t row);
void raw_table_repeat(struct raw_table *table, size_t row);

/* Put changed tables back; a sealed file in memory, to be closed by the caller. */
void raw_tables_seal(struct raw_tables *tables, struct target_file *file);

#endif
