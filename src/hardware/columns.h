/* Words to be summed, column by column: a carry-save tree, as synthesis for area leaves it. */
#ifndef LUTDSE_HARDWARE_COLUMNS_H
#define LUTDSE_HARDWARE_COLUMNS_H

#include "hardware/words.h"

enum { COLUMN_MAX = 160 };
struct columns {
  int width;
  int height[WORD_BITS_MAX];
  signal_t bit[WORD_BITS_MAX][COLUMN_MAX];
};

void columns_init(struct columns *columns, int width);
void columns_put(struct columns *columns, int column, signal_t bit);

/* Add a word, sign-extended to the columns' width without repeating its sign. */
void columns_put_signed(struct columns *columns, const struct word *a, int at);

/* The sum, by full adders down to two rows, and these by a chain. */
struct word columns_sum(struct graph *graph, struct columns *columns);

#endif
