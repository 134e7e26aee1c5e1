/* Which device a run uses. */
#ifndef LUTDSE_RUN_CHOOSE_H
#define LUTDSE_RUN_CHOOSE_H

#include "search/search.h"

/*
 * Open the device named `id`: "cpu", "opencl:N", or "auto" for the first usable accelerator and the CPU where there
 * is none. `threads` (0: all cores) is for the CPU and for the host's part of the work. Describes it in *info.
 * Fails with ERROR_DEVICE; the message lists the names there are.
 */
bool choose_device(const char *id, unsigned threads, struct search_device *out, struct device_info *info,
                   struct error *err);

/* Every device of every back end, in the order of the back ends; returns how many, at most `max`. */
size_t choose_list(struct device_info *info, size_t max);

#endif
