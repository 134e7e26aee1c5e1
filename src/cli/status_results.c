#include "cli/status_results.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/store.h"

/* The text at the start of every results file (docs/hdf5.md, "The seal"). */
enum { SEAL_TEXT = 512 };
static const char seal_start[] = "lutdse results, schema ", points_line[] = "\npoints ";

bool status_results_sealed(const char *path, size_t *points) {
  char text[SEAL_TEXT + 1];
  *points = 0;
  const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0)
    return false;
  const ssize_t length = read(file, text, SEAL_TEXT);
  (void)close(file);
  text[length > 0 ? length : 0] = '\0';
  if (strncmp(text, seal_start, sizeof seal_start - 1) != 0)
    return false;
  const char *line = strstr(text, points_line);
  *points = line != NULL ? strtoul(line + sizeof points_line - 1, NULL, 10) : 0;
  return true;
}

/* A list of what is different; what does not fit is left out. */
static void add_device(struct status_results *results, const char *device) {
  const size_t length = strlen(results->devices);
  if (device[0] != '\0' && strstr(results->devices, device) == NULL &&
      length + strlen(device) + 3 < sizeof results->devices)
    (void)snprintf(results->devices + length, sizeof results->devices - length, "%s%s", length > 0 ? ", " : "", device);
}

static void add_run(struct status_results *results, const struct run_record *run) {
  results->evaluations += run->evaluations;
  results->seconds += run->seconds;
  add_device(results, run->device);
  /* ISO 8601 in UTC sorts as text. */
  if (strcmp(run->finished, results->finished) < 0)
    return;
  (void)snprintf(results->finished, sizeof results->finished, "%s", run->finished);
  (void)snprintf(results->version, sizeof results->version, "%s", run->version);
}

bool status_results_read(struct status_results *out, const char *path, struct error *err) {
  struct results results;
  *out = (struct status_results){.points = 0};
  (void)stat(path, &out->status);
  if (!store_read(&results, path, err))
    return false;
  out->points = results.point_count;
  out->designs = results.design_count;
  out->runs = results.run_count;
  for (size_t i = 0; i < results.run_count; i++)
    add_run(out, &results.runs[i]);
  results_release(&results);
  return true;
}
