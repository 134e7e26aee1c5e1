/* What the files of the fake driver share. Every function here is called with the lock held. */
#ifndef LUTDSE_TESTS_FAKE_DRIVER_H
#define LUTDSE_TESTS_FAKE_DRIVER_H

#include "fake.h"

enum { FAKE_DEVICES_MAX = 16 };

/* A device and its primary context in one. */
struct fake_device {
  int ordinal;
  int retained; /* how often */
  bool lost;
  unsigned long allocations, launches; /* since it was retained first */
  size_t used;                         /* bytes */
};

void fake_lock(void);
void fake_unlock(void);

/* The device whose context is current to this thread, or NULL. */
struct fake_device *fake_current(void);

/* What a call in the current context answers before it does anything: success, no context, or that it is lost. */
cuda_result fake_enter(struct fake_device **device);

/* Whether FAKE_CUDA_FAIL_DEVICE means this device. */
bool fake_may_fail(const struct fake_device *device);

/* What a lost device answers. */
cuda_result fake_failure(void);

/* Allocate tracked memory; 0 if there is none. */
cuda_memory fake_allocate(struct fake_device *device, size_t bytes);

/* Free it; false, with a line in the log, if it is no live allocation. */
bool fake_free(cuda_memory memory);

/* Whether the range lies within one live allocation of the device; a line in the log if not. */
bool fake_check_range(const struct fake_device *device, cuda_memory memory, size_t bytes, const char *what);

/* Whether nothing has been written beyond the ends of the device's allocations; lines in the log if so. */
bool fake_check_ends(const struct fake_device *device, const char *what);

/* Free all of a device; those alive are leaks unless it is lost. */
void fake_reclaim(struct fake_device *device);

/* Modules of a device that are still loaded are leaks. */
void fake_reclaim_modules(struct fake_device *device);

#endif
