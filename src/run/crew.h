/*
 * Devices at work: all of them pull batches from one plan until nothing waits. Which device computes a point, and
 * when, never shows in a result.
 */
#ifndef LUTDSE_RUN_CREW_H
#define LUTDSE_RUN_CREW_H

#include "run/devices.h"
#include "run/plan.h"
#include "run/scored_batch.h"

/* What a crew reports to: one call at a time, but not always by the same thread. */
struct crew_master {
  void *context;
  /*
   * A batch is done. Returns false to give up (a full disk); `err` says why. It may then be called again, for batches
   * that were under way.
   */
  bool (*done)(void *context, const struct run_device *device, const struct scored_batch *batch, struct error *err);
  /* A device failed and is not used any more; its batch goes to the others. */
  void (*retired)(void *context, const struct run_device *device, const struct error *err);
  /* Whether to hand out no more batches; not asked again once it said so. NULL: never. */
  bool (*stop)(void *context);
};

/*
 * Work off a plan. Returns true when nothing waits or the master asked to stop; *retired is how many devices failed.
 * False with `err` if the master or the search gave up, or if no device is left (ERROR_DEVICE).
 */
bool crew_run(struct plan *plan, struct run_device *devices, size_t count, const struct crew_master *master,
              size_t *retired, struct error *err);

#endif
