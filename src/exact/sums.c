#include "exact/sums.h"

#include <math.h>
#include <stdlib.h>

#include "exact/level.h"
#include "parallel.h"

/* Cells beyond which the search ends, for their memory. */
static const size_t cells_max = (size_t)1 << 24;

/* Rows with fewer codes than this to solve are not worth a thread's start. */
enum { CODES_FOR_THREADS = 4000 };

/* Tables that are better by less than this are not looked for: sums of doubles differ as much by their order. */
static const double indifference = 1e-13;

struct search {
  const struct judge *judge;
  unsigned threads;
  struct tables *tables;
  struct level *level;
  const struct level *parent;
  size_t row;                   /* where the cells being solved begin */
  double floor;                 /* of all codes */
  double most[ENTRIES_MAX + 1]; /* by entry count, what a table worth looking for costs less than, above the floor */
};

/* What a cell's entries may cost, by what is known of the tables around them. */
static double room_between(const struct search *search, const double *before, const double *after) {
  return level_room(search->tables->entries_max, search->most, before, after);
}

/*
 * One cell of a row: leave it out if it cannot be part of a better table, else solve it. Costs are counted from the
 * floor, below which no line gets: then codes that a cell's entries may leave to others are no lower than their floor.
 */
static void solve_cell(void *context, size_t index, unsigned thread) {
  (void)thread;
  const struct search *search = context;
  const struct level *level = search->level, *parent = search->parent;
  struct cell *cell = &level->cell[search->row + index];
  const uint32_t above = block_parent(&level->blocks, &parent->blocks, cell->b);
  const double room = room_between(search, level_before(level, cell->a), level_after(parent, above));
  if (cell->cost < room && !cell->solved) {
    const uint32_t from = block_last(&level->blocks, cell->a), to = block_first(&level->blocks, cell->b);
    const double floor = judge_floor(search->judge, from, to);
    const struct best_line line = best_line(search->judge, from, to, floor + room);
    cell->cost = line.bound < floor + room ? fmax(cell->cost, line.bound - floor) : (double)INFINITY;
    cell->solved = true;
  }
  if (!(cell->cost < room))
    cell->cost = INFINITY;
}

static size_t codes_of_row(const struct search *search, uint32_t a) {
  const struct level *level = search->level;
  size_t total = 0;
  for (size_t i = level->row[a]; i < level->row[a + 1]; i++)
    if (!level->cell[i].solved)
      total += codes_between(&search->judge->codes, block_last(&level->blocks, a),
                             block_first(&level->blocks, level->cell[i].b));
  return total;
}

/* Solve a level's cells, row by row, so that each row knows exactly what comes before it. */
static void solve_level(struct search *search) {
  struct level *level = search->level;
  for (uint32_t a = 0; a < level->blocks.count; a++) {
    level_settle(level, a);
    search->row = level->row[a];
    const unsigned threads = codes_of_row(search, a) < CODES_FOR_THREADS ? 1 : search->threads;
    parallel_for(threads, level->row[a + 1] - level->row[a], solve_cell, search);
    level_extend(level, a);
  }
  level_look_back(level);
}

/* The table through the middles of the blocks of the cheapest path. */
static void offer_traced(void *context, size_t index, unsigned thread) {
  (void)thread;
  const struct search *search = context;
  const struct level *level = search->level;
  const int entries = ENTRIES_MIN + (int)index;
  uint32_t place[ENTRIES_MAX + 1];
  if (!(level_bound(level, entries) < search->most[entries]) || !level_trace(level, entries, place))
    return;
  for (int i = 0; i <= entries; i++)
    place[i] = (block_first(&level->blocks, place[i]) + block_last(&level->blocks, place[i])) / 2;
  tables_offer(search->tables, search->judge, entries, place);
}

static void set_most(struct search *search) {
  const struct tables *tables = search->tables;
  for (int n = 0; n <= tables->entries_max; n++)
    search->most[n] = tables->bound[n] == (double)INFINITY ? -(double)INFINITY
                                                           : (1 - indifference) * tables->value[n] - search->floor;
}

static void take_bounds(struct search *search) {
  struct tables *tables = search->tables;
  for (int n = ENTRIES_MIN; n <= tables->entries_max; n++)
    tables->bound[n] = fmax(tables->bound[n], search->floor + fmin(level_bound(search->level, n), search->most[n]));
}

/* Leave out the cells that are of no use in the light of the whole level and the tables found with it. */
static void drop_cell(void *context, size_t index, unsigned thread) {
  (void)thread;
  const struct search *search = context;
  const struct level *level = search->level;
  struct cell *cell = &level->cell[index];
  if (cell->cost < (double)INFINITY &&
      !(cell->cost < room_between(search, level_before(level, cell->a), level_after(level, cell->b))))
    cell->cost = INFINITY;
}

static void polish_count(void *context, size_t index, unsigned thread) {
  (void)thread;
  const struct search *search = context;
  tables_polish(search->tables, search->judge, ENTRIES_MIN + (int)index);
}

static bool affordable(const struct search *search, uint64_t effort) {
  uint64_t codes = 0;
  for (uint32_t a = 0; a < search->level->blocks.count; a++)
    codes += codes_of_row(search, a);
  return codes <= effort;
}

/* Search one level; the tables found may show that cells are of no use after all. */
static void search_level(struct search *search) {
  const unsigned threads = search->threads;
  set_most(search);
  solve_level(search);
  take_bounds(search);
  parallel_for(threads, tables_count(search->tables), offer_traced, search);
  set_most(search);
  parallel_for(threads, search->level->cells, drop_cell, search);
}

bool sums_solve(const struct judge *judge, unsigned threads, uint64_t effort, struct tables *tables,
                struct error *err) {
  struct level parent, level;
  struct search search = {.judge = judge, .threads = threads, .tables = tables, .level = &level, .parent = &parent};
  search.floor = judge_floor(judge, 0, judge->codes.bounds - 1);
  if (!level_first(&parent, judge->codes.bounds, tables->entries_max, err))
    return false;
  bool ok = true, go_on = true;
  while (ok && go_on && parent.blocks.width > 1) {
    go_on = 4 * level_live(&parent) <= cells_max;
    ok = !go_on || level_halved(&level, &parent, err);
    if (!ok || !go_on)
      break;
    go_on = affordable(&search, effort);
    if (go_on)
      search_level(&search);
    level_free(&parent);
    parent = level;
  }
  level_free(&parent);
  if (ok && !go_on)
    parallel_for(threads, tables_count(tables), polish_count, &search);
  return ok;
}
