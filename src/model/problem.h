/*
 * A search problem: what an engine needs to know of a spec, with the function already tabulated. One problem
 * serves every entry count, seed and hardware.
 *
 * Boundaries number the places where one entry can end and the next begin: boundary 0 is before every code,
 * boundary 1 + c after the codes that candidate breakpoint number c closes at each scale, the last one after
 * every code. A table of N entries is N-1 boundaries in ascending order.
 *
 * Of half a table (spec.restriction.mirrored) the entries above 0 are searched: their problem has the candidates above
 * 0, and folds the codes below 0 onto those above (model/code_walk.h). Every error but that of an output stage is the
 * whole table's.
 *
 * Where a spec has ranges (model/ranges.h), a code of one with the output shift s has the error 2^s (k x' + b - y'),
 * with x' what the table sees and y' = f(x) / 2^s: it is a code at x' like any other, of 4^s times its weight.
 */
#ifndef LUTDSE_MODEL_PROBLEM_H
#define LUTDSE_MODEL_PROBLEM_H

#include "gpu/line.h"
#include "model/mirror.h"

enum {
  GRIDS_MAX = SCALE_MAX,
  /* Back ends make no table of costs with more boundaries a side: lines are solved as needed. */
  PROBLEM_TABLE_BOUNDS_MAX = 4096
};

struct problem {
  line_problem line;
  int32_t first_candidate; /* breakpoint code of boundary 1 */
  bool mirrored;           /* half a table is searched; the rest follows from `mirror` */
  struct mirror mirror;
  /*
   * Prefix sums of the domain codes' weights (share of the scale's, / scales counted, times 4^s) at every boundary, as
   * gpu/line.h reads them: [1 + line.scales][line.bounds][SUM_DOUBLES], the merged table first.
   */
  double *prefix;
  double rounding[SCALE_MAX * ROUNDING_DOUBLES];
  /* Coarser grids that rounding mutation snaps to: their step in candidates. */
  uint32_t grid_count;
  float grid[GRIDS_MAX];
};

/*
 * Tabulate a spec that passes spec_check(). Returns NULL with ERROR_INPUT if function_value_flaw() finds one at a
 * code, or ERROR_INTERNAL if memory runs out. problem_free(NULL) is harmless.
 */
struct problem *problem_create(const struct spec *spec, struct error *err);
void problem_free(struct problem *problem);

/* The boundaries of a spec's problem: its candidates and two. */
uint32_t problem_bounds(const struct spec *spec);

/* Whether two specs share one problem: all but the entry count and the output stage is the same. */
bool problem_shared(const struct spec *a, const struct spec *b);

/*
 * The design with the given entries-1 boundaries (ascending, 1 ... line.bounds - 2), its lines solved, pinned
 * where the tail policy says so. Of half a table `entries` are those above 0; the design is the whole one, of twice as
 * many.
 */
void problem_design(const struct problem *problem, const uint32_t *boundary, int entries, struct design *design);

#endif
