#include "cli/status_entry.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cli/status_alive.h"
#include "run/pulse.h"

/* A folder of parts and what lies in it. */
struct parts_view {
  bool there; /* and it is lutdse's */
  char folder[PATH_MAX + 8];
  size_t parts;  /* how many */
  size_t points; /* in them */
  size_t damaged;
};

const char *status_state_name(enum status_state state) {
  static const char *const names[] = {"running", "killed", "stopped", "failed", "unfinished", "complete", "unreadable"};
  return names[state];
}

const json_t *status_value(const struct status_entry *entry, const char *key) {
  const json_t *value = entry->report;
  char word[64];
  for (; *key != '\0'; key += strcspn(key, "."), key += *key == '.') {
    (void)snprintf(word, sizeof word, "%.*s", (int)strcspn(key, "."), key);
    value = json_object_get(value, word);
  }
  return value;
}

double status_number(const struct status_entry *entry, const char *key) {
  const json_t *value = status_value(entry, key);
  return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

const char *status_text(const struct status_entry *entry, const char *key) {
  return json_string_value(status_value(entry, key));
}

const char *status_host(const struct status_entry *entry) {
  return entry->holder.host[0] != '\0' ? entry->holder.host : status_text(entry, "host");
}

const char *status_since(const struct status_entry *entry) {
  return entry->holder.host[0] != '\0' ? entry->holder.since : status_text(entry, "started");
}

long status_pid(const struct status_entry *entry) {
  const double pid = status_number(entry, "pid");
  return entry->holder.host[0] != '\0' ? entry->holder.pid : pid > 0 && pid < 1e9 ? (long)pid : 0;
}

static size_t status_count(const struct status_entry *entry, const char *key) {
  const double value = status_number(entry, key);
  return value > 0 && value < 1e15 ? (size_t)value : 0;
}

static bool ends_with(const char *name, const char *end) {
  const size_t length = strlen(name), tail = strlen(end);
  return length >= tail && strcmp(name + length - tail, end) == 0;
}

static void count_part(struct parts_view *view, const char *name) {
  char path[sizeof view->folder + NAME_MAX + 2];
  size_t points;
  (void)snprintf(path, sizeof path, "%s/%s", view->folder, name);
  if (!status_results_sealed(path, &points))
    return;
  view->parts++;
  view->points += points;
}

static void view_parts(struct parts_view *view) {
  DIR *stream = opendir(view->folder);
  for (const struct dirent *item; stream != NULL && (item = readdir(stream)) != NULL;) {
    view->damaged += ends_with(item->d_name, ".bad");
    view->there = view->there || strcmp(item->d_name, "lock") == 0 || strcmp(item->d_name, PULSE_FILE) == 0;
    if (item->d_name[0] != '.' && ends_with(item->d_name, ".h5"))
      count_part(view, item->d_name);
  }
  if (stream != NULL)
    (void)closedir(stream);
  view->there = view->there || view->parts > 0;
}

/* The run's own word, as old as it may be. */
static void read_report(struct status_entry *entry, const struct parts_view *view) {
  char path[sizeof view->folder + sizeof PULSE_FILE + 2];
  struct stat status;
  struct timespec now;
  (void)snprintf(path, sizeof path, "%s/" PULSE_FILE, view->folder);
  if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
    return;
  entry->report = json_load_file(path, 0, NULL);
  if (!json_is_object(entry->report))
    return;
  (void)clock_gettime(CLOCK_REALTIME, &now);
  entry->age =
      fmax((double)(now.tv_sec - status.st_mtim.tv_sec) + 1e-9 * (double)(now.tv_nsec - status.st_mtim.tv_nsec), 0);
}

/* What a run that does not live came to, by its last word. */
static enum status_state last_state(const struct status_entry *entry) {
  const char *state = status_text(entry, "state");
  if (state == NULL)
    return entry->holder.host[0] != '\0' ? STATUS_KILLED : STATUS_UNFINISHED;
  if (strcmp(state, pulse_state_name(PULSE_STOPPED)) == 0 || strcmp(state, pulse_state_name(PULSE_STOPPING)) == 0)
    return STATUS_STOPPED;
  return strcmp(state, pulse_state_name(PULSE_FAILED)) == 0 ? STATUS_FAILED : STATUS_KILLED;
}

static size_t most(size_t a, size_t b) { return a > b ? a : b; }

/*
 * A run that was killed finished some points after its last word: what its parts say counts, where no results file
 * has some of their points. Without any word, all that is there is added up.
 */
static void count_points(struct status_entry *entry, const struct parts_view *view, size_t results) {
  const bool killed = entry->state == STATUS_KILLED && !entry->has_results;
  entry->points = status_count(entry, "points");
  entry->done = status_count(entry, "done");
  if (entry->points == 0)
    entry->done = results + view->points;
  else if (killed)
    entry->done = most(entry->done, view->points);
  if (entry->points == 0 && view->parts == 0)
    entry->points = results;
  if (entry->points > 0 && entry->done > entry->points)
    entry->done = entry->points;
}

static bool same_file(const struct stat *a, const struct stat *b) {
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
         a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static void look_at_results(struct status_entry *entry, const struct status_entry *before) {
  struct error err;
  struct stat status;
  entry->state = STATUS_COMPLETE;
  if (before != NULL && before->state == STATUS_COMPLETE && stat(entry->path, &status) == 0 &&
      same_file(&status, &before->results.status)) {
    entry->results = before->results;
  } else if (!status_results_read(&entry->results, entry->path, &err)) {
    entry->state = STATUS_UNREADABLE;
    (void)snprintf(entry->reason, sizeof entry->reason, "%s", err.text);
  }
  entry->done = entry->points = entry->results.points;
}

bool status_knows_points(const struct status_entry *entry) {
  return entry->points > 0 || entry->state == STATUS_COMPLETE;
}

static void forget_report(struct status_entry *entry) {
  json_decref(entry->report);
  entry->report = NULL;
  entry->age = (double)NAN;
}

static void look_at_parts(struct status_entry *entry, const struct parts_view *view, size_t results) {
  const char *reason = status_text(entry, "reason");
  const bool alive = status_alive(view->folder, entry->age, &entry->holder);
  entry->state = alive ? STATUS_RUNNING : last_state(entry);
  if (reason != NULL && !alive)
    (void)snprintf(entry->reason, sizeof entry->reason, "%s", reason);
  entry->damaged = view->damaged;
  count_points(entry, view, results);
  /* The word of a run before this one, which had no time for its own yet. */
  if (alive && entry->holder.host[0] != '\0' && status_number(entry, "pid") != (double)entry->holder.pid)
    forget_report(entry);
}

bool status_entry_look(struct status_entry *entry, const char *path, const struct status_entry *before,
                       struct error *err) {
  struct parts_view view = {.there = false};
  size_t points;
  *entry = (struct status_entry){.age = (double)NAN};
  if (snprintf(entry->path, sizeof entry->path, "%s", path) >= (int)sizeof entry->path)
    return error_set(err, ERROR_IO, "%.200s...: the path is too long", path);
  (void)snprintf(view.folder, sizeof view.folder, "%s.parts", path);
  read_report(entry, &view);
  view_parts(&view);
  entry->has_results = status_results_sealed(path, &points);
  if (!view.there && !entry->has_results)
    return error_set(err, ERROR_NOTHING_FOUND, "%s: no results file of lutdse, and no run of one", path);
  if (view.there)
    look_at_parts(entry, &view, points);
  else
    look_at_results(entry, before);
  return true;
}

void status_entry_release(struct status_entry *entry) {
  json_decref(entry->report);
  entry->report = NULL;
}
