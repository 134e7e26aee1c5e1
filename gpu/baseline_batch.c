#include "gpu/baseline_batch.h"

#include <stdlib.h>
#include <string.h>

#include "gpu/nnlut.h"

/* A table's view with offsets into the array of all doubles. */
static baseline_view moved(const struct baseline_table *table, u64 by) {
  baseline_view view = table->view;
  view.sums += by;
  view.values += by;
  view.grid += by;
  view.fit += by;
  return view;
}

bool baseline_arrays_create(struct baseline_arrays *arrays, const struct baseline_batch *batch, struct error *err) {
  arrays->double_count = batch->shared_count;
  for (size_t t = 0; t < batch->table_count; t++)
    arrays->double_count += batch->tables[t]->double_count;
  arrays->views = calloc(batch->table_count + 1, sizeof *arrays->views);
  arrays->points = calloc(batch->point_count + 1, sizeof *arrays->points);
  arrays->doubles = malloc(arrays->double_count * sizeof *arrays->doubles);
  if (arrays->views == NULL || arrays->points == NULL || arrays->doubles == NULL) {
    baseline_arrays_free(arrays);
    return error_memory(err, "samples");
  }
  size_t at = batch->shared_count;
  memcpy(arrays->doubles, batch->shared, batch->shared_count * sizeof *arrays->doubles);
  for (size_t t = 0; t < batch->table_count; t++) {
    const struct baseline_table *table = batch->tables[t];
    arrays->views[t] = moved(table, at);
    memcpy(arrays->doubles + at, table->doubles, table->double_count * sizeof *arrays->doubles);
    at += table->double_count;
  }
  for (size_t i = 0; i < batch->point_count; i++)
    arrays->points[i] = (baseline_point){batch->table_of[i], (u32)batch->key[i], (u32)(batch->key[i] >> 32)};
  return true;
}

void baseline_arrays_free(struct baseline_arrays *arrays) {
  free(arrays->views);
  free(arrays->points);
  free(arrays->doubles);
}

size_t baseline_state_doubles(const baseline_parameters *parameters) {
  if (parameters->kind == BASELINE_NNLUT)
    return parameters->population * (size_t)NNLUT_STATE(parameters->entries - 1);
  return BASELINE_STATE((size_t)parameters->entries, (size_t)parameters->population);
}

bool baseline_piece_create(struct baseline_piece *piece, const struct baseline_batch *batch, size_t first, size_t count,
                           struct error *err) {
  piece->batch = *batch;
  piece->tables = calloc(count, sizeof *piece->tables);
  piece->table_of = calloc(count, sizeof *piece->table_of);
  if (piece->tables == NULL || piece->table_of == NULL)
    return error_memory(err, "part of a batch");
  size_t tables = 0;
  for (size_t i = 0; i < count; i++) {
    const struct baseline_table *table = batch->tables[batch->table_of[first + i]];
    size_t t = 0;
    while (t < tables && piece->tables[t] != table)
      t++;
    if (t == tables)
      piece->tables[tables++] = table;
    piece->table_of[i] = (uint32_t)t;
  }
  piece->batch.table_count = tables;
  piece->batch.tables = piece->tables;
  piece->batch.point_count = count;
  piece->batch.table_of = piece->table_of;
  piece->batch.key = batch->key + first;
  return true;
}

void baseline_piece_free(struct baseline_piece *piece) {
  free(piece->tables);
  free(piece->table_of);
}

struct baseline_result baseline_result_at(const struct baseline_result *result, const baseline_parameters *parameters,
                                          size_t first) {
  return (struct baseline_result){
      result->answers + first * parameters->epochs * BASELINE_ANSWER((size_t)parameters->entries),
      result->history + first * parameters->epochs, result->spent + first * parameters->epochs};
}
