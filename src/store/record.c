#include "store/record.h"

#include <string.h>

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

bool record_gather(struct results *into, const struct results *from, struct error *err) {
  for (size_t r = 0; r < from->run_count; r++)
    if (!results_add_run(into, &from->runs[r], err))
      return false;
  record_join(into->runs, &into->run_count);
  return true;
}
