/*
 * A reader from inside. Internal to reader.c and reader_slice.c.
 */
#ifndef LUTDSE_STORE_READER_STATE_H
#define LUTDSE_STORE_READER_STATE_H

#include "store/channel.h"
#include "store/growing.h"
#include "store/reader.h"

/* Where reading stands: the rows that belong to the points from `point` on. */
struct position {
  size_t point, design, error, step, synthesised;
};

struct store_reader {
  char *path; /* as the user said it */
  struct channel channel;
  hid_t file;
  struct results head;
  unsigned long long *hashes; /* of the functions */
  struct table_reader table[GROWING];
  struct position next; /* behind the slice that was read last */
  size_t slice_design;  /* its first design */
};

/* Name the file in the message; what failed may have been the disk below libhdf5. Returns false. */
bool reader_failed(const struct store_reader *reader, struct error *err);

#endif
