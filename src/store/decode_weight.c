#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/decode.h"
#include "store/encode.h"
#include "store/results_push.h"

/* Bins on their way from the file. */
struct bin_list {
  double *edge, *count;
  size_t bins, edge_capacity, count_capacity;
};

static bool take_bin(void *context, size_t index, const void *row, struct error *err) {
  struct bin_list *list = context;
  const struct bin_row *bin = row;
  if (!array_reserve(&list->edge, &list->edge_capacity, index + 2, sizeof *list->edge) ||
      !array_reserve(&list->count, &list->count_capacity, index + 1, sizeof *list->count))
    return error_memory(err, "histogram");
  if (index > 0 && memcmp(&bin->low, &list->edge[index], sizeof bin->low) != 0)
    return error_set(err, ERROR_INPUT, "low: %g; the bin before ends at %g", bin->low, list->edge[index]);
  list->edge[index] = bin->low;
  list->edge[index + 1] = bin->high;
  list->count[index] = bin->count;
  list->bins = index + 1;
  return true;
}

static bool decode_histogram(struct weight *weight, const struct weight_row *row, hid_t file, size_t index,
                             struct error *err) {
  char path[64];
  struct bin_list list = {0};
  (void)snprintf(path, sizeof path, "%s/%zu", histograms_table.path, index);
  const bool ok = table_read(file, &histograms_table, path, take_bin, &list, err) &&
                  weight_from_histogram(weight, row->name, list.edge, list.count, list.bins, err);
  free(list.edge);
  free(list.count);
  return ok;
}

static bool decode_content(struct weight *weight, const struct weight_row *row, hid_t file, size_t index,
                           struct error *err) {
  const int kind = weight_kind_parse(row->kind);
  if (kind < 0)
    return error_set(err, ERROR_INPUT, "kind: this version of lutdse has no weight '%s'", row->kind);
  if (kind == WEIGHT_HISTOGRAM)
    return decode_histogram(weight, row, file, index, err);
  return weight_from_parameters(weight, row->name, (enum weight_kind)kind, row->parameters, err);
}

static bool agrees(const struct weight *weight, const struct weight_row *row, struct error *err) {
  struct weight_row again;
  memset(&again, 0, sizeof again);
  encode_weight(weight, &again);
  const char *column = table_difference(&weights_table, &again, row);
  return column == NULL || error_set(err, ERROR_INPUT, "%s: does not agree with the weight", column);
}

bool decode_weight(void *context, size_t index, const void *data, struct error *err) {
  const struct head_decoder *decoder = context;
  const struct weight_row *row = data;
  struct weight weight;
  if (!decode_content(&weight, row, decoder->file, index, err))
    return false;
  bool ok = agrees(&weight, row, err);
  if (ok && !results_push_weight(decoder->head, &weight))
    ok = error_memory(err, "weights");
  if (!ok)
    weight_release(&weight);
  return ok;
}
