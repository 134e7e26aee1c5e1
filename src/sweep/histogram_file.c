#include "sweep/histogram_file.h"

#include <math.h>

#include "model/weight.h"
#include "sweep/rows_file.h"

/* Rows on their way to bins. */
struct histogram_rows {
  struct histogram_bins *out;
  size_t columns;      /* 0 before the first row */
  struct list middles; /* double; of rows of two columns */
};

static double last_of(const struct list *list) { return LIST_AT(list, double, list->count - 1); }

static bool push(struct list *list, double value, struct error *err) {
  if (list->count > WEIGHT_BINS_MAX)
    return error_set(err, ERROR_INPUT, "too many bins; allowed: at most %d", WEIGHT_BINS_MAX);
  return list_add(list, &value, sizeof value) || error_memory(err, "histogram");
}

static bool take_bin(struct histogram_bins *out, double low, double high, double count, struct error *err) {
  if (!(low < high))
    return error_set(err, ERROR_INPUT, "the bin ends at %g, where it begins or before; allowed: low < high", high);
  if (out->edges.count > 0 && low < last_of(&out->edges))
    return error_set(err, ERROR_INPUT, "low = %g lies in the bin before, which ends at %g; allowed: ascending bins",
                     low, last_of(&out->edges));
  if (out->edges.count == 0 && !push(&out->edges, low, err))
    return false;
  const bool gap = low > last_of(&out->edges);
  if (gap && !(push(&out->edges, low, err) && push(&out->counts, 0, err)))
    return false;
  return push(&out->edges, high, err) && push(&out->counts, count, err);
}

static bool take_middle(struct histogram_rows *rows, double x, double count, struct error *err) {
  if (rows->middles.count > 0 && !(x > last_of(&rows->middles)))
    return error_set(err, ERROR_INPUT, "x = %g does not exceed the x before; allowed: increasing x", x);
  return push(&rows->middles, x, err) && push(&rows->out->counts, count, err);
}

static bool take_row(void *context, const double *value, size_t columns, struct error *err) {
  struct histogram_rows *const rows = context;
  if (rows->columns != 0 && rows->columns != columns)
    return error_set(err, ERROR_INPUT, "%zu columns after rows of %zu; allowed: the same number in all", columns,
                     rows->columns);
  rows->columns = columns;
  const double count = value[columns - 1];
  if (!(count == 0 || (count >= WEIGHT_LEAST && count <= WEIGHT_MOST)))
    return error_set(err, ERROR_INPUT, "count = %g is out of range; allowed: 0, and 2^-60 to " WEIGHT_LIMIT, count);
  return columns == 3 ? take_bin(rows->out, value[0], value[1], count, err) : take_middle(rows, value[0], count, err);
}

/* Bins reach half way to their neighbours, the outermost as far outwards as inwards. */
static bool edges_between(const struct list *middles, struct list *edges, struct error *err) {
  const size_t count = middles->count;
  if (count < 2)
    return error_set(err, ERROR_INPUT, "%zu bins given by their middles; allowed: two or more", count);
  const double first = LIST_AT(middles, double, 0), last = LIST_AT(middles, double, count - 1);
  bool ok = push(edges, first - (LIST_AT(middles, double, 1) - first) / 2, err);
  for (size_t i = 1; ok && i < count; i++)
    ok = push(edges, LIST_AT(middles, double, i - 1) / 2 + LIST_AT(middles, double, i) / 2, err);
  return ok && push(edges, last + (last - LIST_AT(middles, double, count - 2)) / 2, err);
}

bool histogram_file_read_text(const char *path, struct histogram_bins *out, struct error *err) {
  struct histogram_rows rows = {.out = out};
  const struct rows_format format = {.columns_min = 2,
                                     .columns_max = 3,
                                     .refusal = "this is no bin; allowed: two numbers, x and count, or three, low, "
                                                "high and count",
                                     .take = take_row,
                                     .context = &rows};
  bool ok = rows_file_read(path, &format, err);
  if (ok && rows.columns == 0)
    ok = error_set(err, ERROR_INPUT, "%s: the file holds no bins", path);
  if (ok && rows.columns == 2)
    ok = edges_between(&rows.middles, &out->edges, err) || error_prefix(err, "%s", path);
  list_release(&rows.middles);
  return ok;
}

void histogram_bins_release(struct histogram_bins *bins) {
  list_release(&bins->edges);
  list_release(&bins->counts);
}
