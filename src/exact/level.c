#include "exact/level.h"

#include <math.h>
#include <stdlib.h>

static bool allocate(struct level *level, size_t cells, struct error *err) {
  const size_t sums = (size_t)level->blocks.count * (size_t)(level->entries_max + 1);
  level->cell = malloc((cells == 0 ? 1 : cells) * sizeof *level->cell);
  level->row = calloc((size_t)level->blocks.count + 1, sizeof *level->row);
  level->before = malloc(sums * sizeof *level->before);
  level->after = malloc(sums * sizeof *level->after);
  if (level->cell == NULL || level->row == NULL || level->before == NULL || level->after == NULL) {
    level_free(level);
    return error_memory(err, "exact search");
  }
  for (size_t i = 0; i < sums; i++)
    level->before[i] = level->after[i] = INFINITY;
  level->before[0] = 0;
  level_after(level, level->blocks.count - 1)[0] = 0;
  return true;
}

bool level_first(struct level *level, uint32_t bounds, int entries_max, struct error *err) {
  uint32_t width = 2;
  while (width < bounds - 2)
    width *= 2;
  *level = (struct level){.blocks = blocks_of(bounds, width), .entries_max = entries_max};
  if (!allocate(level, 3, err))
    return false;
  /* The first entry has at least a boundary's codes, the last may begin where it ends, others may be empty. */
  level->cell[0] = (struct cell){0, 1, 0, false};
  level->cell[1] = (struct cell){1, 1, 0, false};
  level->cell[2] = (struct cell){1, 2, 0, false};
  level->cells = 3;
  level->row[1] = 1;
  level->row[2] = level->row[3] = 3;
  for (uint32_t a = 0; a < level->blocks.count; a++) {
    level_settle(level, a);
    level_extend(level, a);
  }
  level_look_back(level);
  return true;
}

void level_free(struct level *level) {
  free(level->cell);
  free(level->row);
  free(level->before);
  free(level->after);
  *level = (struct level){.cells = 0};
}

static void add_cell(struct level *level, const struct level *parent, const struct cell *from, uint32_t a, uint32_t b) {
  const bool same = block_last(&level->blocks, a) == block_last(&parent->blocks, from->a) &&
                    block_first(&level->blocks, b) == block_first(&parent->blocks, from->b);
  struct cell cell = {a, b, from->cost, from->solved && same};
  if (a == b) /* some of these entries are empty */
    cell = (struct cell){a, b, 0, true};
  level->cell[level->cells++] = cell;
}

/* The cells of row a: those within the parent's of finite cost. */
static void halve_row(struct level *level, const struct level *parent, uint32_t a) {
  const uint32_t above = block_parent(&level->blocks, &parent->blocks, a);
  for (size_t i = parent->row[above]; i < parent->row[above + 1]; i++) {
    const struct cell *from = &parent->cell[i];
    if (from->cost == (double)INFINITY)
      continue;
    const uint32_t end = block_child(&level->blocks, &parent->blocks, from->b + 1);
    for (uint32_t b = block_child(&level->blocks, &parent->blocks, from->b); b < end; b++)
      if (b >= a && b < level->blocks.count)
        add_cell(level, parent, from, a, b);
  }
}

size_t level_live(const struct level *level) {
  size_t live = 0;
  for (size_t i = 0; i < level->cells; i++)
    live += level->cell[i].cost < (double)INFINITY;
  return live;
}

bool level_halved(struct level *level, const struct level *parent, struct error *err) {
  *level = (struct level){.blocks = blocks_of(parent->blocks.bounds, parent->blocks.width / 2),
                          .entries_max = parent->entries_max};
  if (!allocate(level, 4 * level_live(parent), err))
    return false;
  for (uint32_t a = 0; a < level->blocks.count; a++) {
    level->row[a] = level->cells;
    halve_row(level, parent, a);
  }
  level->row[level->blocks.count] = level->cells;
  return true;
}

/* to[n + 1] = min(to[n + 1], from[n] + cost) in order of n, so that entries of one block may follow each other. */
static void relax(int entries_max, const double *from, double *to, double cost) {
  for (int n = 0; n < entries_max; n++) {
    const double total = from[n] + cost;
    to[n + 1] = total < to[n + 1] ? total : to[n + 1];
  }
}

void level_settle(struct level *level, uint32_t a) {
  const size_t first = level->row[a];
  if (first < level->row[a + 1] && level->cell[first].b == a)
    relax(level->entries_max, level_before(level, a), level_before(level, a), level->cell[first].cost);
}

void level_extend(struct level *level, uint32_t a) {
  for (size_t i = level->row[a]; i < level->row[a + 1]; i++)
    if (level->cell[i].b != a)
      relax(level->entries_max, level_before(level, a), level_before(level, level->cell[i].b), level->cell[i].cost);
}

void level_look_back(struct level *level) {
  for (size_t i = level->cells; i-- > 0;) {
    const struct cell *cell = &level->cell[i];
    relax(level->entries_max, level_after(level, cell->b), level_after(level, cell->a), cell->cost);
  }
}

/* least[r] = min(least[r], before + after[r]) */
static void add_sums(int count, double before, const double *restrict after, double *restrict least) {
  for (int r = 0; r < count; r++) {
    const double total = before + after[r];
    least[r] = total < least[r] ? total : least[r];
  }
}

double level_room(int entries_max, const double *most, const double *before, const double *after) {
  double least[ENTRIES_MAX + 1], room = -INFINITY;
  for (int n = 0; n <= entries_max; n++)
    least[n] = INFINITY;
  for (int m = 0; m < entries_max; m++)
    if (before[m] < (double)INFINITY)
      add_sums(entries_max - m, before[m], after, &least[m + 1]);
  for (int n = ENTRIES_MIN; n <= entries_max; n++)
    if (least[n] < (double)INFINITY)
      room = fmax(room, most[n] - least[n]);
  return room;
}

/* The cell of the first of n entries from a block to the last. */
static const struct cell *next_cell(const struct level *level, uint32_t a, int n) {
  for (size_t i = level->row[a]; i < level->row[a + 1]; i++) {
    const struct cell *cell = &level->cell[i];
    if (level_after(level, cell->b)[n - 1] + cell->cost == level_after(level, a)[n])
      return cell;
  }
  return NULL;
}

bool level_trace(const struct level *level, int entries, uint32_t block[ENTRIES_MAX + 1]) {
  block[0] = 0;
  if (!(level_bound(level, entries) < (double)INFINITY))
    return false;
  for (int i = 0; i < entries; i++) {
    const struct cell *cell = next_cell(level, block[i], entries - i);
    if (cell == NULL)
      return false;
    block[i + 1] = cell->b;
  }
  return true;
}
