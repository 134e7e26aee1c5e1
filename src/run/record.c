#include "run/record.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "version.h"

struct run_record record_start(const struct device_info *device, const char *command) {
  struct run_record record;
  memset(&record, 0, sizeof record);
  (void)snprintf(record.version, sizeof record.version, "%s", LUTDSE_VERSION);
  (void)snprintf(record.commit, sizeof record.commit, "%s", LUTDSE_COMMIT);
  if (gethostname(record.host, sizeof record.host - 1) != 0)
    record.host[0] = '\0';
  (void)snprintf(record.device, sizeof record.device, "%s", device->name);
  (void)snprintf(record.driver, sizeof record.driver, "%s", device->driver);
  (void)snprintf(record.command, sizeof record.command, "%s", command);
  clock_utc(record.started);
  record_finish(&record);
  return record;
}

/* The CPU's back end is the last one. */
struct run_record record_start_host(const char *command) {
  struct device_info info = {.name = ""};
  char reason[160];
  (void)backend_at(backend_count() - 1)->list(&info, 1, reason, sizeof reason);
  return record_start(&info, command);
}

void record_finish(struct run_record *record) { clock_utc(record->finished); }
