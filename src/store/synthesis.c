#include "store/synthesis.h"

#include <math.h>
#include <string.h>

#include "store/results.h"
#include "store/results_push.h"

size_t results_first_synthesised(const struct results *results, size_t design) {
  size_t low = 0, high = results->synthesised_count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (results->synthesised[middle].design < design)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

bool synthesised_has_blocks(const struct synthesised *synthesised) {
  for (int b = 0; b < BLOCKS; b++)
    if (!isnan(synthesised->block_ge[b]))
      return true;
  return false;
}

static bool same_synthesis(const struct synthesised *a, const struct synthesised *b) {
  return strcmp(a->library, b->library) == 0 && strcmp(a->tool, b->tool) == 0;
}

bool results_add_synthesised(struct results *results, const struct synthesised *synthesised, struct error *err) {
  size_t at = results_first_synthesised(results, synthesised->design);
  for (; at < results->synthesised_count && results->synthesised[at].design == synthesised->design; at++)
    if (same_synthesis(&results->synthesised[at], synthesised)) {
      results->synthesised[at] = *synthesised;
      return true;
    }
  if (!array_reserve(&results->synthesised, &results->synthesised_capacity, results->synthesised_count + 1,
                     sizeof *results->synthesised))
    return error_memory(err, "synthesised designs");
  struct synthesised *const row = results->synthesised + at;
  memmove(row + 1, row, (results->synthesised_count - at) * sizeof *row);
  *row = *synthesised;
  results->synthesised_count++;
  return true;
}

bool results_copy_synthesised(struct results *results, const struct results *from, size_t first, size_t count,
                              size_t as, struct error *err) {
  for (size_t row = results_first_synthesised(from, first);
       row < from->synthesised_count && from->synthesised[row].design < first + count; row++) {
    struct synthesised copy = from->synthesised[row];
    copy.design += as - first;
    if (!results_add_synthesised(results, &copy, err))
      return false;
  }
  return true;
}

/* Whether a text ends within its room and says something. */
static bool check_text(const char *column, const char *text, size_t size, struct error *err) {
  return (text[0] != '\0' && memchr(text, '\0', size) != NULL) ||
         error_set(err, ERROR_INPUT, "%s: empty, or longer than %zu bytes", column, size - 1);
}

static bool check_figures(const struct synthesised *row, struct error *err) {
  const struct {
    const char *column;
    double value;
    bool may_lack;
  } figures[] = {{"area_um2", row->area_um2, false},
                 {"area_ge", row->area_ge, false},
                 {"delay_ns", row->delay_ns, true},
                 {"energy_pj", row->energy_pj, true}};
  for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++)
    if (!(isfinite(figures[i].value) && figures[i].value > 0) && !(figures[i].may_lack && isnan(figures[i].value)))
      return error_set(err, ERROR_INPUT, "%s: %g; allowed: finite numbers over 0%s", figures[i].column,
                       figures[i].value, figures[i].may_lack ? ", or NaN" : "");
  return true;
}

static bool check_blocks(const struct synthesised *row, struct error *err) {
  for (int b = 0; b < BLOCKS; b++)
    if (!(isfinite(row->block_ge[b]) && row->block_ge[b] >= 0) && !isnan(row->block_ge[b]))
      return error_set(err, ERROR_INPUT, "block_ge: %g for %s; allowed: finite numbers from 0, or NaN",
                       row->block_ge[b], block_name((enum block)b));
  return true;
}

/* Rows before this one are in order. */
static bool check_row(const struct results *results, size_t index, struct error *err) {
  const struct synthesised *const row = &results->synthesised[index];
  if (row->design >= results->design_count)
    return error_set(err, ERROR_INPUT, "design: %zu; /designs has %zu rows", row->design, results->design_count);
  if (index > 0 && row[-1].design > row->design)
    return error_set(err, ERROR_INPUT, "design: %zu comes after %zu; they must ascend", row->design, row[-1].design);
  if (!check_text("library", row->library, sizeof row->library, err) ||
      !check_text("tool", row->tool, sizeof row->tool, err) || !check_figures(row, err) || !check_blocks(row, err))
    return false;
  for (size_t i = index; i > 0 && results->synthesised[i - 1].design == row->design; i--)
    if (same_synthesis(&results->synthesised[i - 1], row))
      return error_set(err, ERROR_INPUT, "the same design, library and tool as row %zu", i - 1);
  return true;
}

bool results_check_synthesised(const struct results *results, struct error *err) {
  for (size_t i = 0; i < results->synthesised_count; i++)
    if (!check_row(results, i, err))
      return error_prefix(err, "/synthesis row %zu", i);
  return true;
}
