#include "store/reader_state.h"

#include <stdlib.h>

#include "store/decode.h"
#include "store/hdf5_quiet.h"
#include "store/results_check.h"
#include "store/results_push.h"

/* Where the rows of point number `point` begin in every table. */
static bool locate(struct store_reader *reader, size_t point, struct error *err) {
  struct table_reader *table = reader->table;
  if (point == reader->next.point)
    return true;
  struct position found = {.point = point, .design = table[DESIGNS].rows};
  if (point == 0)
    found.design = 0;
  else if (point < table[POINTS].rows) {
    const struct point_row *row = table_reader_row(&table[POINTS], point, err);
    if (row == NULL)
      return false;
    if (row->first_design < 0 || (uint64_t)row->first_design > table[DESIGNS].rows)
      return error_set(err, ERROR_INPUT, "/points: row %zu: first_design: %lld; /designs has %zu rows", point,
                       (long long)row->first_design, table[DESIGNS].rows);
    found.design = (size_t)row->first_design;
  }
  const int64_t points = (int64_t)table[POINTS].rows, designs = (int64_t)table[DESIGNS].rows;
  if (!table_reader_find(&table[ERRORS], (int64_t)found.design, designs, &found.error, err) ||
      !table_reader_find(&table[CONVERGENCE], (int64_t)point, points, &found.step, err) ||
      !table_reader_find(&table[SYNTHESIS], (int64_t)found.design, designs, &found.synthesised, err))
    return false;
  reader->next = found;
  return true;
}

/* The row behind the last one of `table`, from `first` on, whose first column is below `end`. */
static bool find_end(struct table_reader *table, size_t first, size_t end, size_t *row, struct error *err) {
  for (*row = first; *row < table->rows; ++*row) {
    const int64_t *key = table_reader_row(table, *row, err);
    if (key == NULL)
      return false;
    if (*key >= (int64_t)end)
      break;
  }
  return true;
}

/* Take the rows of a table whose first column is below `end`; of the last slice all that are left. */
static bool take_below(struct table_reader *table, size_t *first, size_t end, bool last, table_take *take,
                       struct slice_decoder *decoder, struct error *err) {
  size_t stop = table->rows;
  if (!last && !find_end(table, *first, end, &stop, err))
    return false;
  if (!table_reader_take(table, *first, stop - *first, take, decoder, err))
    return false;
  *first = stop;
  return true;
}

static size_t count_designs(const struct results *slice) {
  size_t designs = 0;
  for (size_t p = 0; p < slice->point_count; p++)
    designs += slice->outcomes[p].design_count;
  return designs;
}

static size_t count_errors(const struct results *slice) {
  size_t errors = 0;
  for (size_t p = 0; p < slice->point_count; p++)
    errors += slice->outcomes[p].design_count * (size_t)slice->points[p].spec.scales.count;
  return errors;
}

static bool take_designs(struct store_reader *reader, struct slice_decoder *decoder, bool last, struct error *err) {
  struct table_reader *designs = &reader->table[DESIGNS], *errors = &reader->table[ERRORS];
  struct position *at = &reader->next;
  const size_t wanted = count_designs(decoder->slice), left = designs->rows - at->design;
  if (wanted > left || (last && wanted < left))
    return error_set(err, ERROR_INPUT,
                     "/points: a range of designs is wrong: /designs has %zu rows, but the points %zu", designs->rows,
                     at->design + wanted);
  if (!table_reader_take(designs, at->design, wanted, decode_design, decoder, err))
    return false;
  const size_t scales = count_errors(decoder->slice), rows = errors->rows - at->error;
  if (rows < scales)
    return error_set(err, ERROR_INPUT, "/errors ends before the last design");
  if (!table_reader_take(errors, at->error, last ? rows : scales, decode_error, decoder, err))
    return false;
  at->design += wanted;
  at->error += scales;
  return true;
}

static bool take_slice(struct store_reader *reader, struct slice_decoder *decoder, size_t count, struct error *err) {
  struct table_reader *table = reader->table;
  struct position *at = &reader->next;
  const size_t end = at->point + count;
  const bool last = end == table[POINTS].rows;
  if (!table_reader_take(&table[POINTS], at->point, count, decode_point, decoder, err) ||
      !take_designs(reader, decoder, last, err))
    return false;
  at->point = end;
  return take_below(&table[CONVERGENCE], &at->step, end, last, decode_step, decoder, err) &&
         take_below(&table[SYNTHESIS], &at->synthesised, at->design, last, decode_synthesised, decoder, err);
}

static bool read_slice(struct store_reader *reader, size_t first, size_t count, struct results *slice,
                       struct error *err) {
  const size_t points = reader->table[POINTS].rows;
  if (first > points || count > points - first)
    return error_set(err, ERROR_INTERNAL, "/points has %zu rows, not %zu from row %zu on", points, count, first);
  if (!results_restart(slice, &reader->head, err) || !locate(reader, first, err))
    return false;
  struct slice_decoder decoder = {.slice = slice,
                                  .at = {.point = first, .design = reader->next.design},
                                  .points = points,
                                  .designs = reader->table[DESIGNS].rows};
  reader->slice_design = decoder.at.design;
  const bool ok = take_slice(reader, &decoder, count, err) &&
                  results_check_slice(slice, reader->hashes, &decoder.at, err) && decode_finish_points(&decoder, err);
  free(decoder.figures);
  return ok;
}

bool store_reader_slice(struct store_reader *reader, size_t first, size_t count, struct results *slice,
                        struct error *err) {
  const struct hdf5_quiet quiet = hdf5_quiet_begin();
  const bool ok = read_slice(reader, first, count, slice, err) || reader_failed(reader, err);
  hdf5_quiet_end(&quiet);
  if (!ok)
    reader->next.point = SIZE_MAX; /* nothing follows on that */
  return ok;
}
