#include "store/growing.h"

const struct table *const growing_tables[GROWING] = {[POINTS] = &points_table,
                                                     [DESIGNS] = &designs_table,
                                                     [ERRORS] = &errors_table,
                                                     [CONVERGENCE] = &convergence_table,
                                                     [SYNTHESIS] = &synthesis_table};

bool growing_open(struct growing *growing, hid_t file) {
  for (int t = 0; t < GROWING; t++)
    if (!table_writer_open(&growing->table[t], file, growing_tables[t], growing_tables[t]->path))
      return false;
  return true;
}

static bool add_point(struct growing *growing, const struct results *slice, size_t point,
                      const struct numbering *numbering) {
  struct point_row *row = table_writer_next(&growing->table[POINTS]);
  if (row == NULL)
    return false;
  encode_point(slice, point, numbering, row);
  const struct point_figures figures = encode_figures(slice, point);
  row->best_mse = figures.best_mse;
  row->best = figures.best;
  row->gap = figures.gap;
  return true;
}

static bool add_errors(struct growing *growing, const struct results *slice, size_t design,
                       const struct numbering *numbering) {
  const int scales = slice->points[slice->designs[design].point].spec.scales.count;
  for (int s = 0; s < scales; s++) {
    struct error_row *row = table_writer_next(&growing->table[ERRORS]);
    if (row == NULL)
      return false;
    encode_error(slice, design, s, numbering, row);
  }
  return true;
}

static bool add_synthesised(struct growing *growing, const struct results *slice, size_t design,
                            const struct numbering *numbering, size_t *next) {
  for (; *next < slice->synthesised_count && slice->synthesised[*next].design == design; ++*next) {
    struct synthesis_row *row = table_writer_next(&growing->table[SYNTHESIS]);
    if (row == NULL)
      return false;
    encode_synthesised(&slice->synthesised[*next], numbering, row);
  }
  return true;
}

static bool add_steps(struct growing *growing, const struct results *slice, size_t point,
                      const struct numbering *numbering) {
  const struct outcome *outcome = &slice->outcomes[point];
  for (size_t i = 0; i < outcome->step_count; i++) {
    struct convergence_row *row = table_writer_next(&growing->table[CONVERGENCE]);
    if (row == NULL)
      return false;
    encode_step(&slice->steps[outcome->first_step + i], point, numbering, row);
  }
  return true;
}

bool growing_add(struct growing *growing, const struct results *slice, size_t point, const struct numbering *numbering,
                 size_t *synthesised) {
  const struct outcome *outcome = &slice->outcomes[point];
  if (!add_point(growing, slice, point, numbering))
    return false;
  for (size_t i = 0; i < outcome->design_count; i++) {
    const size_t design = outcome->first_design + i;
    struct design_row *row = table_writer_next(&growing->table[DESIGNS]);
    if (row == NULL)
      return false;
    encode_design(slice, design, numbering, row);
    if (!add_errors(growing, slice, design, numbering) ||
        !add_synthesised(growing, slice, design, numbering, synthesised))
      return false;
  }
  return add_steps(growing, slice, point, numbering);
}

bool growing_finish(struct growing *growing) {
  bool ok = true;
  for (int t = 0; t < GROWING; t++)
    ok = table_writer_finish(&growing->table[t]) && ok;
  return ok;
}

void growing_discard(struct growing *growing) {
  for (int t = 0; t < GROWING; t++)
    table_writer_discard(&growing->table[t]);
}
