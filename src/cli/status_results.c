#include "cli/status_results.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/reader.h"
#include "store/seal.h"

/* The start of every results file, whatever its schema and its condition (docs/hdf5.md, "The seal"). */
static bool starts_as_ours(const char *path) {
  static const char start[] = "lutdse results, schema ";
  char text[sizeof start - 1];
  const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0)
    return false;
  const ssize_t length = read(file, text, sizeof text);
  (void)close(file);
  return length == (ssize_t)sizeof text && memcmp(text, start, sizeof text) == 0;
}

bool status_results_sealed(const char *path, size_t *points) {
  struct error ignored;
  uint64_t count = 0;
  const bool ours = starts_as_ours(path);
  *points = ours && seal_points(path, &count, &ignored) ? (size_t)count : 0;
  return ours;
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
  *out = (struct status_results){.points = 0};
  (void)stat(path, &out->status);
  struct store_reader *reader = store_reader_open(path, err);
  if (reader == NULL)
    return false;
  const struct results *head = store_reader_head(reader);
  out->points = store_reader_points(reader);
  out->designs = store_reader_designs(reader);
  out->runs = head->run_count;
  for (size_t i = 0; i < head->run_count; i++)
    add_run(out, &head->runs[i]);
  store_reader_close(reader);
  return true;
}
