/* Which devices a run uses. */
#ifndef LUTDSE_RUN_DEVICES_H
#define LUTDSE_RUN_DEVICES_H

#include "search/search.h"

/* A device that there is: which back end has it, under which number there. */
struct listed_device {
  const struct backend *backend;
  size_t index;
  struct device_info info;
};

/* A back end without devices, and why. */
struct absent_backend {
  const struct backend *backend;
  char reason[160];
};

enum { BACKENDS_MAX = 8 };

/* Everything that searches could run on, in the order of the back ends. */
struct device_census {
  size_t device_count, absent_count;
  struct listed_device device[BACKEND_DEVICES_MAX];
  struct absent_backend absent[BACKENDS_MAX];
};

void devices_list(struct device_census *census);

/* An open device and its description. */
struct run_device {
  struct device_info info;
  struct search_device on;
};

/*
 * Open the devices that `list` names, comma-separated: names as in devices_list(), or
 *   auto  every usable accelerator, or the CPU where none works;
 *   all   every usable accelerator and the CPU.
 * Neither takes a device that another back end already has (a CUDA device seen through OpenCL), nor the processor
 * through OpenCL. `threads` (0: all cores) is for the CPU and for the host's part of the work. `out` has room for
 * BACKEND_DEVICES_MAX. Returns how many were opened; 0 on failure with ERROR_DEVICE, and then none is open. A device
 * that does not open fails the call if it was named; under auto and all it is left out, and `note` (if not NULL) is
 * told.
 */
size_t devices_open(const char *list, unsigned threads, struct run_device *out,
                    void (*note)(void *context, const char *text), void *context, struct error *err);

void devices_close(struct run_device *devices, size_t count);

#endif
