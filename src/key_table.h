/* Numbers for keys of 128 bits, in the order in which they come: a hash table of some 24 to 40 bytes a key. */
#ifndef LUTDSE_KEY_TABLE_H
#define LUTDSE_KEY_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A hash, or two of them: slots are chosen by its bits as they are. */
struct table_key {
  uint64_t high, low;
};

/* All zero: empty. */
struct key_table {
  size_t count;
  struct table_key *key; /* owned, [count] */
  size_t capacity;       /* keys that `key` has room for */
  size_t slot_count;     /* a power of two, at least twice the keys; 0 at first */
  uint32_t *slot;        /* owned: number + 1; 0: free */
};

enum { KEY_TABLE_MAX = 1 << 30 };

/*
 * Append a key unless it is there; *number is its number, *added whether it is new. Returns false if memory runs out or
 * KEY_TABLE_MAX are there.
 */
bool key_table_add(struct key_table *table, struct table_key key, size_t *number, bool *added);

/* Its number, or SIZE_MAX: not there. */
size_t key_table_find(const struct key_table *table, struct table_key key);

void key_table_release(struct key_table *table);

#endif
