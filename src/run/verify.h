/* The steps of verify_source(). Internal to src/run/. */
#ifndef LUTDSE_RUN_VERIFY_H
#define LUTDSE_RUN_VERIFY_H

#include "front/gather.h"
#include "run/verify_file.h"

struct verify {
  unsigned threads;
  const struct verify_observer *observer;
  struct verify_summary *summary;
  struct verify_progress progress;
  double began;
  struct gather gather; /* of what is stored: each figure is compared for itself */
};

/* What a design's figures should be. */
struct refigured {
  struct score score;
  struct cost cost;
};

/* Count and tell of one difference. */
void verify_tell(struct verify *verify, const struct verify_difference *difference);

/* Compare one design with its figures; `row` is its number in the file. Returns how many differ. */
size_t verify_design(struct verify *verify, const struct results *slice, size_t design, size_t row,
                     const struct refigured *found);

/* Compare the fronts and ranges of a head with those that were gathered. Fails with ERROR_INTERNAL. */
bool verify_fronts(struct verify *verify, const struct results *head, struct error *err);

#endif
