/* Provenance: what a results file says of the runs that made it. */
#ifndef LUTDSE_RUN_RECORD_H
#define LUTDSE_RUN_RECORD_H

#include "backend.h"
#include "store/record.h"

/* A record of a run that starts now on a device: version, commit, host, times; counts are zero. */
struct run_record record_start(const struct device_info *device, const char *command);

/* The same for work of the host's own threads. */
struct run_record record_start_host(const char *command);

/* Set `finished` to now. */
void record_finish(struct run_record *record);

#endif
