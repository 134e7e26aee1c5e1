/*
 * Devices that behave as a test says: the processor computes for them, and they are slow, fail or answer wrong.
 */
#ifndef LUTDSE_TESTS_RUN_FAKE_BACKEND_H
#define LUTDSE_TESTS_RUN_FAKE_BACKEND_H

#include "backend.h"

enum { FAKES_MAX = 4, FAKE_FOREVER = 1000000 };

enum fake_lie { LIE_NONE, LIE_WORD, LIE_LINE, LIE_BOUNDARY, LIE_FITNESS };

/* Behaviour of one device. All zero: it fails at once; fakes_reset() makes good ones. */
struct fake {
  unsigned good;        /* batches before it fails */
  unsigned bad;         /* batches that fail then; after them it works again */
  enum error_kind kind; /* of the failure */
  unsigned delay;       /* milliseconds that a batch takes at least */
  enum fake_lie lie;
  bool unusable, shut; /* not to be used; does not open */
  bool processor;      /* no accelerator */
  const char *name;    /* in its maker's words */
  /* What happened. */
  unsigned runs;  /* batches run or failed */
  unsigned opens; /* times opened */
  int open;       /* opened and not closed */
};

/* `count` devices fake:0 ..., all without fault. */
void fakes_reset(size_t count);

/* Device number `index`, to be changed before it is used. */
struct fake *fake_at(size_t index);

extern const struct backend fake_backend;

#endif
