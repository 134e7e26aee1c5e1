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

static bool same_run(const struct run_record *a, const struct run_record *b) {
  return strcmp(a->started, b->started) == 0 && strcmp(a->host, b->host) == 0 && strcmp(a->device, b->device) == 0 &&
         strcmp(a->command, b->command) == 0;
}

void record_join(struct run_record *records, size_t *count) {
  size_t kept = 0;
  for (size_t i = 0; i < *count; i++) {
    size_t j = 0;
    while (j < kept && !same_run(&records[j], &records[i]))
      j++;
    if (j == kept) {
      records[kept++] = records[i];
      continue;
    }
    records[j].points += records[i].points;
    records[j].evaluations += records[i].evaluations;
    records[j].seconds += records[i].seconds;
    /* ISO 8601 in UTC sorts as text. */
    if (strcmp(records[i].finished, records[j].finished) > 0)
      memcpy(records[j].finished, records[i].finished, sizeof records[j].finished);
  }
  *count = kept;
}
