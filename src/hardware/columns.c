#include "hardware/columns.h"

#include <string.h>

void columns_init(struct columns *columns, int width) {
  columns->width = width;
  memset(columns->height, 0, sizeof columns->height);
}

void columns_put(struct columns *columns, int column, signal_t bit) {
  if (column < columns->width && bit != SIGNAL_FALSE && columns->height[column] < COLUMN_MAX)
    columns->bit[column][columns->height[column]++] = bit;
}

/* A sign bit s at column c weighs -s 2^c = (1 - s) 2^c - 2^c: the inverse there, and ones from there up. */
void columns_put_signed(struct columns *columns, const struct word *a, int at) {
  const int top = a->bits - 1;
  for (int i = 0; i < top; i++)
    columns_put(columns, at + i, a->bit[i]);
  if (a->bit[top] == SIGNAL_FALSE)
    return;
  columns_put(columns, at + top, signal_not(a->bit[top]));
  for (int i = at + top; i < columns->width; i++)
    columns_put(columns, i, SIGNAL_TRUE);
}

/* Pairs of constant ones carry into the next column. */
static void fold_ones(struct columns *columns, int column) {
  int ones = 0, kept = 0;
  for (int i = 0; i < columns->height[column]; i++)
    if (columns->bit[column][i] == SIGNAL_TRUE)
      ones++;
    else
      columns->bit[column][kept++] = columns->bit[column][i];
  columns->height[column] = kept;
  if (ones % 2 != 0)
    columns_put(columns, column, SIGNAL_TRUE);
  for (int i = 0; i < ones / 2; i++)
    columns_put(columns, column + 1, SIGNAL_TRUE);
}

/* One level of the tree: three bits of a column become a sum bit and a carry. */
static bool reduce_columns(struct graph *graph, struct columns *columns) {
  bool tall = false;
  int carried[WORD_BITS_MAX + 1] = {0};
  for (int c = 0; c < columns->width; c++) {
    const int height = columns->height[c] - carried[c];
    signal_t *bit = columns->bit[c], left[COLUMN_MAX];
    int kept = 0, used = 0;
    for (; height - used >= 3; used += 3) {
      const signal_t half = graph_xor(graph, bit[used], bit[used + 1]);
      left[kept++] = graph_xor(graph, half, bit[used + 2]);
      const signal_t carry =
          graph_or(graph, graph_and(graph, bit[used], bit[used + 1]), graph_and(graph, half, bit[used + 2]));
      if (c + 1 < columns->width) {
        columns_put(columns, c + 1, carry);
        carried[c + 1] += carry != SIGNAL_FALSE;
      }
    }
    for (; used < columns->height[c]; used++)
      left[kept++] = bit[used];
    memcpy(bit, left, (size_t)kept * sizeof *left);
    columns->height[c] = kept;
    tall = tall || kept > 2;
  }
  return tall;
}

struct word columns_sum(struct graph *graph, struct columns *columns) {
  for (int c = 0; c < columns->width; c++)
    fold_ones(columns, c);
  while (reduce_columns(graph, columns))
    ;
  struct word row[2] = {{.bits = columns->width}, {.bits = columns->width}};
  for (int c = 0; c < columns->width; c++)
    for (int r = 0; r < 2; r++)
      row[r].bit[c] = r < columns->height[c] ? columns->bit[c][r] : (signal_t)SIGNAL_FALSE;
  return word_add(graph, &row[0], &row[1], SIGNAL_FALSE);
}
