/* The choices of a datapath that do not change which tables it can hold, and the technology it is built in. */
#ifndef LUTDSE_HARDWARE_HARDWARE_H
#define LUTDSE_HARDWARE_HARDWARE_H

#include <stdbool.h>
#include <stddef.h>

#include "hardware/technology.h"

/* Where the parameters live. */
enum storage {
  STORAGE_ENABLE, /* programmable registers, always clocked, write-enable multiplexer per bit (default) */
  STORAGE_GATED,  /* programmable registers on a gated load clock */
  STORAGE_ROM,    /* constants: the cost depends on the table's content */
  STORAGES
};

/* How the entry is found. */
enum selector {
  SELECT_ONE_HOT, /* parallel comparators, one-hot and-or (default) */
  SELECT_TREE,    /* parallel comparators, multiplexer tree */
  SELECT_BINARY,  /* binary search: a comparator a level */
  SELECT_UNIFORM, /* address bits of the input: the spec's segments are uniform */
  SELECT_POWER2,  /* leading one of the input: the spec's segments are powers of two */
  SELECTORS
};

/* Names as in sweeps: "enable" "gated" "rom"; "one_hot" "tree" "binary" "uniform" "power2". Parse: -1 for others. */
const char *storage_name(enum storage storage);
int storage_parse(const char *name);
const char *selector_name(enum selector selector);
int selector_parse(const char *name);

struct hardware {
  enum storage storage;
  enum selector selector;
  int pipeline; /* register stages between input and output registers, 0 ... 3 */
  struct technology technology;
};

#endif
