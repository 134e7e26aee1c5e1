/*
 * Compound tables in HDF5: a C struct per row, described column by column. Knows nothing of what the rows mean. Tables
 * go through memory piece by piece, a piece being a chunk of the file. Internal to src/store/.
 */
#ifndef LUTDSE_STORE_TABLE_H
#define LUTDSE_STORE_TABLE_H

#include <hdf5.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

enum column_kind { COLUMN_TEXT, COLUMN_INT32, COLUMN_INT64, COLUMN_UINT64, COLUMN_DOUBLE };

/* A column: a member of the row's struct. More bytes than one element of the kind make it an array. */
struct column {
  const char *name;
  enum column_kind kind;
  size_t offset, size;
};

struct table {
  const char *path;  /* in the file, as "/points" */
  const char *title; /* one line for people, stored as an attribute */
  size_t row_size;
  size_t column_count;
  const struct column *column;
};

enum { TABLE_PATH = 64 };

/* A table that grows row by row. */
struct table_writer {
  const struct table *table;
  char path[TABLE_PATH];
  hid_t file, dataset, type; /* the latter two negative until there is a chunk to write */
  size_t chunk;              /* rows in a chunk */
  size_t written, held;      /* rows in the file, and in the buffer */
  char *buffer;              /* chunk * row_size bytes */
};

/* Begin a table (chunked, shuffled, compressed) at `path` of the file. Returns false if memory runs out. */
bool table_writer_open(struct table_writer *writer, hid_t file, const struct table *table, const char *path);

/* The next row, all zero, to be filled in before the next call; NULL if HDF5 fails. */
void *table_writer_next(struct table_writer *writer);

/* Write what is left, and close. Returns false if HDF5 fails; it is closed all the same. */
bool table_writer_finish(struct table_writer *writer);

/* Close, and leave the table as it is. A writer that is all zero, or closed, is left alone. */
void table_writer_discard(struct table_writer *writer);

/* A table that is read where one looks. */
struct table_reader {
  const struct table *table;
  const char *path; /* for messages; not copied */
  hid_t dataset, type;
  size_t rows;        /* of the table */
  size_t piece;       /* rows in a chunk */
  size_t first, held; /* the rows in the buffer */
  char *buffer;
};

/* Take row number `index`. Called for each row in order until one fails; its text columns are zero-terminated. */
typedef bool table_take(void *context, size_t index, const void *row, struct error *err);

/*
 * Open a table whose columns include those described. Fails with ERROR_INPUT (missing, another type); the message names
 * the table.
 */
bool table_reader_open(struct table_reader *reader, hid_t file, const struct table *table, const char *path,
                       struct error *err);

/* A reader that is all zero, or closed, is left alone. */
void table_reader_close(struct table_reader *reader);

/*
 * A row, valid until the next call; its texts may lack their ends. NULL with ERROR_INPUT if it cannot be read (`index`
 * is too large, damage), or ERROR_INTERNAL (memory). The rows of one piece are read from the file once.
 */
const void *table_reader_row(struct table_reader *reader, size_t index, struct error *err);

/*
 * Take rows [first, first + count). Fails as table_reader_row() does, with ERROR_INPUT if a text has no end, or with
 * what `take` fails with; the message names the table and the row.
 */
bool table_reader_take(struct table_reader *reader, size_t first, size_t count, table_take *take, void *context,
                       struct error *err);

/*
 * The first row whose first column, an int64 that ascends within 0 ... keys - 1, is at least `key`; the number of rows
 * if there is none. Few pieces are read. Fails as table_reader_row() does.
 */
bool table_reader_find(struct table_reader *reader, int64_t key, int64_t keys, size_t *row, struct error *err);

/* Read a whole table: open, take all rows, close. */
bool table_read(hid_t file, const struct table *table, const char *path, table_take *take, void *context,
                struct error *err);

/* The name of the first column in which two rows differ bit by bit, or NULL. */
const char *table_difference(const struct table *table, const void *a, const void *b);

#endif
