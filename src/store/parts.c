#include "store/parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "file.h"
#include "store/store.h"

static const char lock_name[] = "lock";
static const char part_start[] = "part-", part_end[] = ".h5", bad_end[] = ".bad";

/* Room for the folder, a slash and any name. */
enum { PATH_SIZE = sizeof((struct parts *)0)->folder + 256 + 1 };

/* How often to try again when the folder vanishes between creating and locking it. */
enum { LOCK_ATTEMPTS = 100 };

static void path_in(const struct parts *parts, const char *name, char path[PATH_SIZE]) {
  (void)snprintf(path, PATH_SIZE, "%s/%s", parts->folder, name);
}

/* Whether the locked file is still the one of that name: the writer before us may just have deleted it. */
static bool still_there(int descriptor, const char *path) {
  struct stat ours, named;
  return fstat(descriptor, &ours) == 0 && stat(path, &named) == 0 && ours.st_dev == named.st_dev &&
         ours.st_ino == named.st_ino;
}

static bool lock_failed(const struct parts *parts, int cause, struct error *err) {
  if (cause == EWOULDBLOCK)
    return error_set(err, ERROR_IO, "%s is being written by another run of lutdse; wait for it or choose another file",
                     parts->path);
  return file_error(err, "lock", parts->folder, cause);
}

/* One attempt: sets parts->lock, or leaves it at -1 if the folder vanished meanwhile. */
static bool try_lock(struct parts *parts, struct error *err) {
  char path[PATH_SIZE];
  path_in(parts, lock_name, path);
  if (mkdir(parts->folder, 0777) != 0 && errno != EEXIST)
    return file_error(err, "create", parts->folder, errno);
  const int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0)
    return errno == ENOENT || file_error(err, "open", path, errno);
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    const int cause = errno;
    (void)close(descriptor);
    return lock_failed(parts, cause, err);
  }
  if (still_there(descriptor, path))
    parts->lock = descriptor;
  else
    (void)close(descriptor);
  return true;
}

/* The names in the folder that `wanted` accepts, sorted; to be freed by free_names(). Returns a negative errno. */
static int list_names(const struct parts *parts, int (*wanted)(const struct dirent *), struct dirent ***names) {
  const int count = scandir(parts->folder, names, wanted, alphasort);
  return count >= 0 ? count : -errno;
}

static void free_names(struct dirent **names, int count) {
  for (int i = 0; i < count; i++)
    free(names[i]);
  free(names);
}

static int is_part(const struct dirent *entry) {
  const char *name = entry->d_name, *digits = name + sizeof part_start - 1;
  return strncmp(name, part_start, sizeof part_start - 1) == 0 && strspn(digits, "0123456789abcdef") == 16 &&
         strcmp(digits + 16, part_end) == 0;
}

static int is_temporary(const struct dirent *entry) { return file_is_temporary(entry->d_name); }

static int is_bad(const struct dirent *entry) {
  const size_t length = strlen(entry->d_name), end = sizeof bad_end - 1;
  return strncmp(entry->d_name, part_start, sizeof part_start - 1) == 0 && length > end &&
         strcmp(entry->d_name + length - end, bad_end) == 0;
}

static int is_kept(const struct dirent *entry) { return is_part(entry) || is_bad(entry); }

static int is_ours(const struct dirent *entry) { return is_part(entry) || is_temporary(entry) || is_bad(entry); }

/* Delete what `wanted` accepts. Returns 0 or the first errno. */
static int delete_files(const struct parts *parts, int (*wanted)(const struct dirent *)) {
  struct dirent **names;
  int failed = 0;
  const int count = list_names(parts, wanted, &names);
  if (count < 0)
    return -count;
  for (int i = 0; i < count; i++) {
    char path[PATH_SIZE];
    path_in(parts, names[i]->d_name, path);
    if (unlink(path) != 0 && errno != ENOENT && failed == 0)
      failed = errno;
  }
  free_names(names, count);
  return failed;
}

/* So that the entry of a new parts folder survives a power cut. */
static bool sync_parent(const struct parts *parts, struct error *err) {
  char parent[sizeof parts->path];
  memcpy(parent, parts->path, sizeof parent);
  char *slash = strrchr(parent, '/');
  if (slash == NULL)
    return file_sync_folder(".", err);
  slash[1] = '\0';
  return file_sync_folder(parent, err);
}

bool parts_open(struct parts *parts, const char *path, struct error *err) {
  static const char suffix[] = ".parts";
  *parts = (struct parts){.lock = -1};
  const size_t length = strlen(path);
  if (length == 0 || length + sizeof suffix > sizeof parts->folder)
    return file_error(err, "write", path, length == 0 ? ENOENT : ENAMETOOLONG);
  memcpy(parts->path, path, length + 1);
  memcpy(parts->folder, path, length);
  memcpy(parts->folder + length, suffix, sizeof suffix);
  for (int attempt = 0; parts->lock < 0 && attempt < LOCK_ATTEMPTS; attempt++)
    if (!try_lock(parts, err))
      return false;
  if (parts->lock < 0)
    return lock_failed(parts, EWOULDBLOCK, err);
  file_clean(parts->path);
  (void)delete_files(parts, is_temporary);
  if (sync_parent(parts, err))
    return true;
  parts_close(parts);
  return false;
}

/* Put a part aside; the message in `err` says why. */
static void set_aside(const char *path, struct error *err) {
  char bad[PATH_SIZE + sizeof bad_end];
  (void)snprintf(bad, sizeof bad, "%s%s", path, bad_end);
  if (rename(path, bad) == 0)
    error_prefix(err, "renamed to %s, its points are searched again", bad);
}

/*
 * Whether all of a part is there already: a run that was killed when the results file was written could not delete it.
 * Then its record is part of one in there.
 */
static bool holds_all(const struct results *out, const struct results *part) {
  for (size_t p = 0; p < part->point_count; p++)
    if (results_find(out, &part->points[p].id) == SIZE_MAX)
      return false;
  return true;
}

/* Merge one part. Fails only for want of memory. Of points that are there already, it may still know the optimum. */
static bool collect_part(const char *path, struct results *out, parts_complaint *complain, void *context,
                         struct error *err) {
  struct results part;
  if (store_read(&part, path, err)) {
    const bool all = holds_all(out, &part), ok = all || results_merge(out, &part, err);
    if (all)
      results_merge_optima(out, &part);
    results_release(&part);
    return ok;
  }
  if (err->kind != ERROR_INPUT && err->kind != ERROR_IO)
    return false;
  if (err->kind == ERROR_INPUT)
    set_aside(path, err);
  complain(context, err->text);
  return true;
}

static bool collect_parts(const struct parts *parts, struct results *out, parts_complaint *complain, void *context,
                          struct error *err) {
  struct dirent **names;
  bool ok = true;
  const int count = list_names(parts, is_part, &names);
  if (count < 0)
    return file_error(err, "read", parts->folder, -count);
  for (int i = 0; ok && i < count; i++) {
    char path[PATH_SIZE];
    path_in(parts, names[i]->d_name, path);
    ok = collect_part(path, out, complain, context, err);
  }
  free_names(names, count);
  return ok;
}

/* Fronts of some of the points are no fronts of all of them. */
static void drop_fronts(struct results *results) {
  free(results->fronts);
  results->fronts = NULL;
  results->front_count = 0;
}

bool parts_collect(const struct parts *parts, struct results *out, parts_complaint *complain, void *context,
                   struct error *err) {
  struct stat status;
  results_init(out);
  if (stat(parts->path, &status) == 0 || errno != ENOENT) {
    if (!store_read(out, parts->path, err))
      return false;
    drop_fronts(out);
  }
  if (collect_parts(parts, out, complain, context, err))
    return true;
  results_release(out);
  return false;
}

/*
 * A batch has the same name whenever it is computed, so computing it twice leaves one part. The same points with and
 * without their optima are two: each has a record of its own.
 */
static uint64_t batch_hash(const struct results *batch) {
  uint64_t hash = 0;
  for (size_t p = 0; p < batch->point_count; p++) {
    hash = XXH3_64bits_withSeed(batch->points[p].id.hex, sizeof batch->points[p].id.hex - 1, hash);
    hash += batch->outcomes[p].optimum.kind;
  }
  return hash;
}

bool parts_add(const struct parts *parts, const struct results *batch, struct error *err) {
  char name[64], path[PATH_SIZE];
  (void)snprintf(name, sizeof name, "%s%016" PRIx64 "%s", part_start, batch_hash(batch), part_end);
  path_in(parts, name, path);
  return store_write(batch, path, err);
}

static void unlock(struct parts *parts) {
  if (parts->lock >= 0)
    (void)close(parts->lock);
  parts->lock = -1;
}

bool parts_finish(struct parts *parts, struct error *err) {
  char path[PATH_SIZE];
  path_in(parts, lock_name, path);
  int failed = delete_files(parts, is_ours);
  if (failed == 0 && unlink(path) != 0)
    failed = errno;
  unlock(parts);
  if (failed == 0 && rmdir(parts->folder) != 0 && errno != ENOTEMPTY && errno != EEXIST && errno != ENOENT)
    failed = errno;
  return failed == 0 || file_error(err, "delete", parts->folder, failed);
}

/*
 * A folder without parts, after a run that failed before its first batch, is of no use to anybody. The lock is still
 * ours; whoever creates the next one after this keeps the folder by it.
 */
static void delete_if_empty(const struct parts *parts) {
  struct dirent **names;
  const int count = list_names(parts, is_kept, &names);
  if (count < 0)
    return;
  free_names(names, count);
  char path[PATH_SIZE];
  path_in(parts, lock_name, path);
  if (count == 0 && unlink(path) == 0)
    (void)rmdir(parts->folder);
}

void parts_close(struct parts *parts) {
  if (parts->lock >= 0)
    delete_if_empty(parts);
  unlock(parts);
}
