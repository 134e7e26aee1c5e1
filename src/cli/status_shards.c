#include "cli/status_shards.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/progress.h"
#include "sweep/shard.h"

enum { MISSING_SHOWN = 10 };

size_t status_retired(const struct status_entry *entry) {
  size_t i, count = 0;
  json_t *device;
  json_array_foreach(status_value(entry, "devices"), i, device) {
    const char *state = json_string_value(json_object_get(device, "state"));
    count += state != NULL && strcmp(state, "retired") == 0;
  }
  return count;
}

static void print_states(const struct status_list *list, FILE *out) {
  const char *comma = "";
  for (int state = STATUS_RUNNING; state <= STATUS_UNREADABLE; state++) {
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++)
      count += (int)list->entry[i].state == state;
    if (count == 0)
      continue;
    (void)fprintf(out, "%s%zu %s", comma, count, status_state_name((enum status_state)state));
    comma = ", ";
  }
}

/* NAME-I-of-N, with or without a suffix: the length of NAME, or 0. */
static size_t parse_shard(const char *path, unsigned long *number, unsigned long *of) {
  static const char middle[] = "-of-";
  const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path, *found = NULL;
  for (const char *at = strstr(name, middle); at != NULL; at = strstr(at + 1, middle))
    found = at;
  if (found == NULL)
    return 0;
  const char *digits = found;
  while (digits > name && digits[-1] >= '0' && digits[-1] <= '9')
    digits--;
  char *end;
  *number = strtoul(digits, NULL, 10);
  *of = strtoul(found + sizeof middle - 1, &end, 10);
  if (digits == found || digits == name || digits[-1] != '-' || (*end != '\0' && *end != '.') || *number < 1 ||
      *number > *of || *of > SHARDS_MAX)
    return 0;
  return (size_t)(digits - 1 - path);
}

/* Whether NAME.h5 has shards NAME-I-of-N beside it: their points are its own. */
static bool is_merged(const struct status_list *list, const char *path) {
  const size_t length = strlen(path);
  for (size_t i = 0; i < list->count; i++) {
    unsigned long number, of;
    const size_t name = parse_shard(list->entry[i].path, &number, &of);
    if (name > 0 && length == name + 3 && strcmp(path + name, ".h5") == 0 &&
        strncmp(path, list->entry[i].path, name) == 0)
      return true;
  }
  return false;
}

void status_print_total(const struct status_list *list, FILE *out) {
  size_t done = 0, points = 0;
  double rate = 0, eta = 0;
  bool unknown = false;
  for (size_t i = 0; i < list->count; i++) {
    const struct status_entry *entry = &list->entry[i];
    if (is_merged(list, entry->path))
      continue;
    done += entry->done;
    points += entry->points;
    unknown = unknown || !status_knows_points(entry);
    if (entry->state != STATUS_RUNNING)
      continue;
    rate += fmax(status_number(entry, "rate_last_minute.points_per_s"), 0);
    eta = fmax(eta, status_number(entry, "eta_s"));
  }
  (void)fputs("total: ", out);
  print_states(list, out);
  (void)fprintf(out, "; %zu of %s%zu points done", done, unknown ? "at least " : "", points);
  char text[64];
  progress_duration(eta, text, sizeof text);
  if (rate > 0)
    (void)fprintf(out, "; %.3g points/s, ETA %s", rate, eta > 0 ? text : "-");
  (void)fputc('\n', out);
}

/* Mark the shards of the same sweep; false if an earlier entry is of it, which has told already. */
static bool mark_shards(const struct status_list *list, size_t at, size_t length, unsigned long of, bool *there) {
  for (size_t i = 0; i < list->count; i++) {
    unsigned long number, other;
    if (parse_shard(list->entry[i].path, &number, &other) != length || other != of ||
        strncmp(list->entry[i].path, list->entry[at].path, length) != 0)
      continue;
    if (i < at)
      return false;
    there[number] = true;
  }
  return true;
}

static void print_gaps(const char *path, size_t length, unsigned long of, const bool *there, FILE *out) {
  size_t missing = 0;
  for (unsigned long n = 1; n <= of; n++) {
    if (there[n])
      continue;
    if (missing == 0)
      (void)fprintf(out, "%.*s: no sign of shard %lu", (int)length, path, n);
    else if (missing < MISSING_SHOWN)
      (void)fprintf(out, ", %lu", n);
    missing++;
  }
  if (missing > MISSING_SHOWN)
    (void)fprintf(out, " and %zu more", missing - MISSING_SHOWN);
  if (missing > 0)
    (void)fprintf(out, " of %lu\n", of);
}

bool status_print_missing(const struct status_list *list, FILE *out) {
  for (size_t i = 0; i < list->count; i++) {
    unsigned long number, of;
    const size_t length = parse_shard(list->entry[i].path, &number, &of);
    if (length == 0)
      continue;
    bool *there = calloc(of + 1, sizeof *there);
    if (there == NULL)
      return false;
    if (mark_shards(list, i, length, of, there))
      print_gaps(list->entry[i].path, length, of, there, out);
    free(there);
  }
  return true;
}
