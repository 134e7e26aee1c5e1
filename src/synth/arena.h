/* Memory that is released all at once. */
#ifndef LUTDSE_SYNTH_ARENA_H
#define LUTDSE_SYNTH_ARENA_H

#include <stddef.h>

struct arena_block;

/* Starts as {NULL}. */
struct arena {
  struct arena_block *blocks;
};

/* `size` zeroed bytes, aligned for any object; NULL if memory runs out. */
void *arena_take(struct arena *arena, size_t size);

/* A zero-terminated copy of `length` bytes; NULL if memory runs out. */
char *arena_text(struct arena *arena, const char *text, size_t length);

void arena_release(struct arena *arena);

#endif
