#include "raw_tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/seal.h"

enum { GROUP_MAX = 8, INCREMENT = 1 << 16 };

static hid_t open_file(const void *data, size_t size) {
  const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  void *const copy = malloc(size); /* libhdf5 copies it once more, but wants it without const */
  target_require(copy != NULL && memcpy(copy, data, size) != NULL);
  target_require(H5Pset_fapl_core(access, INCREMENT, false) >= 0 && H5Pset_file_image(access, copy, size) >= 0);
  const hid_t file = H5Fopen("raw-tables", H5F_ACC_RDWR, access);
  (void)H5Pclose(access);
  free(copy);
  target_require(file >= 0);
  return file;
}

static size_t extent_of(hid_t dataset) {
  hsize_t extent = 0;
  const hid_t space = H5Dget_space(dataset);
  target_require(H5Sget_simple_extent_ndims(space) == 1 && H5Sget_simple_extent_dims(space, &extent, NULL) == 1);
  (void)H5Sclose(space);
  return (size_t)extent;
}

static void take(struct raw_tables *tables, const char *path) {
  target_require(tables->count < RAW_TABLES_MAX);
  struct raw_table *const table = &tables->table[tables->count++];
  const hid_t dataset = H5Dopen2(tables->file, path, H5P_DEFAULT);
  target_require(dataset >= 0);
  *table = (struct raw_table){.type = H5Dget_type(dataset), .rows = extent_of(dataset)};
  (void)snprintf(table->path, sizeof table->path, "%s", path);
  table->row_size = H5Tget_size(table->type);
  table->data = malloc((table->rows + 1) * table->row_size);
  target_require(table->data != NULL);
  target_require(table->rows == 0 || H5Dread(dataset, table->type, H5S_ALL, H5S_ALL, H5P_DEFAULT, table->data) >= 0);
  (void)H5Dclose(dataset);
}

static void take_if_there(struct raw_tables *tables, const char *path) {
  if (H5Lexists(tables->file, path, H5P_DEFAULT) > 0)
    take(tables, path);
}

void raw_tables_open(struct raw_tables *tables, const void *data, size_t size) {
  static const char *const paths[] = {"/functions",   "/weights", "/points",    "/designs", "/errors",
                                      "/convergence", "/fronts",  "/synthesis", "/runs",    "/ranges"};
  tables->count = 0;
  tables->file = open_file(data, size);
  for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
    take_if_there(tables, paths[i]);
  for (int n = 0; n < GROUP_MAX; n++) {
    char path[32];
    (void)snprintf(path, sizeof path, "/samples/%d", n);
    take_if_there(tables, path);
    (void)snprintf(path, sizeof path, "/histograms/%d", n);
    take_if_there(tables, path);
  }
}

void raw_tables_close(struct raw_tables *tables) {
  for (size_t t = 0; t < tables->count; t++) {
    (void)H5Tclose(tables->table[t].type);
    free(tables->table[t].data);
  }
  (void)H5Fclose(tables->file);
}

struct raw_table *raw_tables_find(struct raw_tables *tables, const char *path) {
  for (size_t t = 0; t < tables->count; t++)
    if (strcmp(tables->table[t].path, path) == 0)
      return &tables->table[t];
  return NULL;
}

void raw_table_remove(struct raw_table *table, size_t row) {
  unsigned char *const at = table->data + row * table->row_size;
  memmove(at, at + table->row_size, (table->rows - row - 1) * table->row_size);
  table->rows--;
  table->changed = true;
}

void raw_table_repeat(struct raw_table *table, size_t row) {
  if (table->rows >= RAW_ROWS_MAX)
    return;
  table->data = realloc(table->data, (table->rows + 2) * table->row_size);
  target_require(table->data != NULL);
  unsigned char *const at = table->data + row * table->row_size;
  memmove(at + table->row_size, at, (table->rows - row) * table->row_size);
  table->rows++;
  table->changed = true;
}

/* A table of another size is another dataset; storage as it comes, since the reader does not look at that. */
static void put_back(hid_t file, const struct raw_table *table) {
  const hsize_t extent = table->rows;
  const hid_t space = H5Screate_simple(1, &extent, NULL);
  target_require(H5Ldelete(file, table->path, H5P_DEFAULT) >= 0);
  const hid_t dataset = H5Dcreate2(file, table->path, table->type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  target_require(dataset >= 0);
  target_require(table->rows == 0 || H5Dwrite(dataset, table->type, H5S_ALL, H5S_ALL, H5P_DEFAULT, table->data) >= 0);
  (void)H5Dclose(dataset);
  (void)H5Sclose(space);
}

void raw_tables_seal(struct raw_tables *tables, struct target_file *file) {
  for (size_t t = 0; t < tables->count; t++)
    if (tables->table[t].changed)
      put_back(tables->file, &tables->table[t]);
  target_require(H5Fflush(tables->file, H5F_SCOPE_GLOBAL) >= 0);
  const ssize_t content = H5Fget_file_image(tables->file, NULL, 0);
  target_require(content > 0);
  const size_t size = SEAL_SIZE + (size_t)content;
  unsigned char *const image = calloc(1, size);
  target_require(image != NULL);
  target_require(H5Fget_file_image(tables->file, image + SEAL_SIZE, (size_t)content) == content);
  target_file_open(file, image, size);
  free(image);
  const struct raw_table *const points = raw_tables_find(tables, "/points");
  target_require(points != NULL && seal_write(file->descriptor, size, points->rows) == 0);
}
