#include "cli/status_print.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/progress.h"
#include "cli/status_shards.h"
#include "cli/table.h"

enum { TEXT_SIZE = 64 };

static const char *or_unknown(const char *text) { return text != NULL ? text : "?"; }

/* Numbers of the report for people; "-" where there is none. */
static void figure_text(double value, char text[TEXT_SIZE]) {
  (void)snprintf(text, TEXT_SIZE, isnan(value) ? "-" : "%.3g", value);
}

static void share_text(double value, char text[TEXT_SIZE]) {
  (void)snprintf(text, TEXT_SIZE, isnan(value) ? "-" : "%.1f %%", 100 * value);
}

static void time_text(double seconds, char text[TEXT_SIZE]) {
  if (isnan(seconds))
    (void)snprintf(text, TEXT_SIZE, "-");
  else
    progress_duration(seconds, text, TEXT_SIZE);
}

static void points_text(const struct status_entry *entry, char text[TEXT_SIZE]) {
  if (status_knows_points(entry))
    (void)snprintf(text, TEXT_SIZE, "%zu/%zu", entry->done, entry->points);
  else
    (void)snprintf(text, TEXT_SIZE, "%zu/?", entry->done);
}

static void where_text(const struct status_entry *entry, char text[TEXT_SIZE]) {
  const char *host = status_host(entry);
  if (entry->state == STATUS_RUNNING && host != NULL)
    (void)snprintf(text, TEXT_SIZE, "%s[%ld]", host, status_pid(entry));
  else
    (void)snprintf(text, TEXT_SIZE, "%s", host != NULL ? host : "-");
}

static double live_number(const struct status_entry *entry, const char *key) {
  return entry->state == STATUS_RUNNING ? status_number(entry, key) : (double)NAN;
}

/* How much of the points is done; NaN if nobody knows how many there are. */
static double done_share(const struct status_entry *entry) {
  if (entry->points == 0)
    return status_knows_points(entry) ? 1 : (double)NAN;
  return (double)entry->done / (double)entry->points;
}

static void print_running(const struct status_entry *entry, FILE *out) {
  const char *phase = status_text(entry, "state");
  (void)fprintf(out, "running%s%s%s", phase != NULL ? " (" : "", phase != NULL ? phase : "", phase != NULL ? ")" : "");
  if (status_host(entry) != NULL)
    (void)fprintf(out, " on %s, pid %ld, since %s", status_host(entry), status_pid(entry),
                  or_unknown(status_since(entry)));
}

static void print_state(const struct status_entry *entry, FILE *out) {
  (void)fprintf(out, "%s: ", entry->path);
  switch (entry->state) {
  case STATUS_RUNNING:
    print_running(entry, out);
    break;
  case STATUS_KILLED:
    (void)fprintf(out, "ended without notice (killed?) on %s; the same command goes on",
                  or_unknown(status_host(entry)));
    break;
  case STATUS_STOPPED:
    (void)fprintf(out, "stopped (%s) on %s; the same command goes on", entry->reason, or_unknown(status_host(entry)));
    break;
  case STATUS_FAILED:
    (void)fprintf(out, "failed on %s: %s", or_unknown(status_host(entry)), entry->reason);
    break;
  case STATUS_UNFINISHED:
    (void)fputs("unfinished: parts of a run that does not run", out);
    break;
  case STATUS_COMPLETE:
    (void)fprintf(out, "complete%s%s", entry->results.finished[0] != '\0' ? " since " : "", entry->results.finished);
    break;
  case STATUS_UNREADABLE:
    (void)fprintf(out, "cannot be read: %s", entry->reason);
  }
  (void)fputc('\n', out);
}

static void print_results(const struct status_results *results, FILE *out) {
  char duration[TEXT_SIZE];
  progress_duration(results->seconds, duration, sizeof duration);
  (void)fprintf(out, "  holds      %zu points, %zu designs\n  took       %s, %.4g evaluations, in %zu run%s\n",
                results->points, results->designs, duration, (double)results->evaluations, results->runs,
                results->runs == 1 ? "" : "s");
  (void)fprintf(out, "  devices    %s\n", results->devices);
}

static void print_points(const struct status_entry *entry, FILE *out) {
  char points[TEXT_SIZE], share[TEXT_SIZE];
  points_text(entry, points);
  share_text(done_share(entry), share);
  (void)fprintf(out, "  points     %s done (%s)\n", points, share);
  const double problems = status_number(entry, "proofs.problems");
  if (problems > 0)
    (void)fprintf(out, "  proofs     %.0f of %.0f problems\n", status_number(entry, "proofs.done"), problems);
}

static void print_pace(const struct status_entry *entry, FILE *out) {
  char points[TEXT_SIZE], evaluations[TEXT_SIZE], time[TEXT_SIZE];
  if (entry->state != STATUS_RUNNING || entry->report == NULL)
    return;
  const double rate = status_number(entry, "rate_last_minute.points_per_s");
  figure_text(rate, points);
  figure_text(status_number(entry, "rate_last_minute.evaluations_per_s"), evaluations);
  if (!isnan(rate))
    (void)fprintf(out, "  rate       %s points/s, %s evaluations/s over the last minute\n", points, evaluations);
  time_text(status_number(entry, "eta_s"), time);
  (void)fprintf(out, "  ETA        %s\n", time);
  time_text(status_number(entry, "time_left_s"), time);
  if (!isnan(status_number(entry, "time_left_s")))
    (void)fprintf(out, "  time limit %s left\n", time);
}

static void print_devices(const struct status_entry *entry, FILE *out) {
  size_t i;
  json_t *device;
  json_array_foreach(status_value(entry, "devices"), i, device) {
    const char *message = json_string_value(json_object_get(device, "message"));
    (void)fprintf(out, "  device     %s %s%s%s\n", or_unknown(json_string_value(json_object_get(device, "id"))),
                  or_unknown(json_string_value(json_object_get(device, "state"))), message != NULL ? ": " : "",
                  message != NULL ? message : "");
  }
}

static void print_notes(const struct status_entry *entry, FILE *out) {
  size_t i;
  json_t *note;
  if (entry->damaged > 0)
    (void)fprintf(out, "  damaged    %zu part%s put aside, the points are searched again\n", entry->damaged,
                  entry->damaged == 1 ? "" : "s");
  json_array_foreach(status_value(entry, "notes"), i, note)(void)
      fprintf(out, "  note       %s %s\n", or_unknown(json_string_value(json_object_get(note, "time"))),
              or_unknown(json_string_value(json_object_get(note, "text"))));
}

void status_print_entry(const struct status_entry *entry, FILE *out) {
  char age[TEXT_SIZE];
  print_state(entry, out);
  if (entry->state == STATUS_COMPLETE)
    print_results(&entry->results, out);
  if (entry->state == STATUS_COMPLETE || entry->state == STATUS_UNREADABLE)
    return;
  print_points(entry, out);
  print_pace(entry, out);
  print_devices(entry, out);
  print_notes(entry, out);
  time_text(entry->age, age);
  (void)fprintf(out, "  last sign  %s ago\n", age);
}

static void add_row(struct table *table, const struct status_entry *entry) {
  char points[TEXT_SIZE], share[TEXT_SIZE], rate[TEXT_SIZE], eta[TEXT_SIZE], age[TEXT_SIZE], where[TEXT_SIZE];
  points_text(entry, points);
  share_text(done_share(entry), share);
  figure_text(live_number(entry, "rate_last_minute.points_per_s"), rate);
  time_text(live_number(entry, "eta_s"), eta);
  time_text(entry->age, age);
  where_text(entry, where);
  const char *const cells[] = {entry->path, status_state_name(entry->state), points, share, rate, eta, age, where};
  for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
    table_add(table, "%s", cells[i]);
  const size_t retired = status_retired(entry);
  if (retired > 0)
    table_add(table, "%zu device%s failed", retired, retired > 1 ? "s" : "");
  else
    table_add(table, "%.100s", entry->reason);
}

bool status_print_list(const struct status_list *list, FILE *out) {
  static const char *const titles[] = {"file", "state", "points", "done", "points/s", "ETA", "last sign", "where", ""};
  struct table table = {.columns = 0};
  for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
    table_add_column(&table, titles[i]);
  for (size_t i = 0; i < list->count; i++)
    add_row(&table, &list->entry[i]);
  if (!table_print(&table, out))
    return false;
  status_print_total(list, out);
  return status_print_missing(list, out);
}
