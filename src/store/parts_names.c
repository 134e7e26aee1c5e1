#include "store/parts_names.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"

static const char part_start[] = "part-", part_end[] = ".h5", bad_end[] = ".bad";

const char parts_proofs[] = "proofs.txt";

enum { HASH_DIGITS = 16, ROOM_FOR_HDF5 = 1 << 26 };

static void path_of(const struct parts *parts, const char *name, char path[PARTS_PATH_SIZE]) {
  (void)snprintf(path, PARTS_PATH_SIZE, "%s/%s", parts->folder, name);
}

void parts_path_of(const struct parts *parts, uint64_t hash, int level, char path[PARTS_PATH_SIZE]) {
  char name[64], suffix[16] = "";
  if (level > 0)
    (void)snprintf(suffix, sizeof suffix, "-%d", level);
  (void)snprintf(name, sizeof name, "%s%016" PRIx64 "%s%s", part_start, hash, suffix, part_end);
  path_of(parts, name, path);
}

/* The level of the part of that name: part-0123456789abcdef.h5 is of level 0, part-0123456789abcdef-1.h5 of level 1.
 * -1: it is none. */
static int level_of(const char *name) {
  const char *digits = name + sizeof part_start - 1, *rest = digits + HASH_DIGITS;
  if (strncmp(name, part_start, sizeof part_start - 1) != 0 || strspn(digits, "0123456789abcdef") != HASH_DIGITS)
    return -1;
  if (strcmp(rest, part_end) == 0)
    return 0;
  return rest[0] == '-' && rest[1] >= '1' && rest[1] <= '9' && strcmp(rest + 2, part_end) == 0 ? rest[1] - '0' : -1;
}

static int is_part(const struct dirent *entry) { return level_of(entry->d_name) >= 0; }

static int is_temporary(const struct dirent *entry) { return file_is_temporary(entry->d_name); }

static int is_bad(const struct dirent *entry) {
  const size_t length = strlen(entry->d_name), end = sizeof bad_end - 1;
  return strncmp(entry->d_name, part_start, sizeof part_start - 1) == 0 && length > end &&
         strcmp(entry->d_name + length - end, bad_end) == 0;
}

static int is_kept(const struct dirent *entry) {
  return is_part(entry) || is_bad(entry) || strcmp(entry->d_name, parts_proofs) == 0;
}

static int is_ours(const struct dirent *entry) {
  /* The first of them is the lock, which goes last. */
  for (int i = 1; lock_files[i] != NULL; i++)
    if (strcmp(entry->d_name, lock_files[i]) == 0)
      return true;
  return is_kept(entry) || is_temporary(entry);
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

/* Append the parts of a level. Returns false if memory runs out. */
static bool list_level(const struct parts *parts, struct dirent *const *names, int count, int level,
                       struct parts_list *list) {
  if (list->path == NULL)
    return false;
  for (int i = 0; i < count; i++) {
    char path[PARTS_PATH_SIZE];
    if (level_of(names[i]->d_name) != level)
      continue;
    path_of(parts, names[i]->d_name, path);
    if ((list->path[list->count] = strdup(path)) == NULL)
      return false;
    list->count++;
  }
  return true;
}

bool parts_list(const struct parts *parts, int level, struct parts_list *list, struct error *err) {
  struct dirent **names;
  *list = (struct parts_list){.count = 0};
  const int count = list_names(parts, is_part, &names);
  if (count < 0)
    return file_error(err, "read", parts->folder, -count);
  list->path = calloc((size_t)count + 1, sizeof *list->path);
  bool ok = true;
  for (int l = PARTS_LEVELS - 1; ok && l >= 0; l--)
    if (level == PARTS_ALL_LEVELS || level == l)
      ok = list_level(parts, names, count, l, list);
  free_names(names, count);
  if (ok)
    return true;
  parts_list_free(list);
  return error_memory(err, "names of parts");
}

void parts_list_free(struct parts_list *list) {
  for (size_t i = 0; i < list->count; i++)
    free(list->path[i]);
  free(list->path);
  *list = (struct parts_list){.count = 0};
}

/* Delete what `wanted` accepts. Returns 0 or the first errno. */
static int delete_files(const struct parts *parts, int (*wanted)(const struct dirent *)) {
  struct dirent **names;
  int failed = 0;
  const int count = list_names(parts, wanted, &names);
  if (count < 0)
    return -count;
  for (int i = 0; i < count; i++) {
    char path[PARTS_PATH_SIZE];
    path_of(parts, names[i]->d_name, path);
    /* A folder in the place of a part is deleted if it is empty. */
    if (remove(path) != 0 && errno != ENOENT && errno != ENOTEMPTY && errno != EEXIST && failed == 0)
      failed = errno;
  }
  free_names(names, count);
  return failed;
}

int parts_delete_temporary(const struct parts *parts) { return delete_files(parts, is_temporary); }

int parts_delete_all(const struct parts *parts) { return delete_files(parts, is_ours); }

int parts_are_there(const struct parts *parts) {
  struct dirent **names;
  const int count = list_names(parts, is_kept, &names);
  if (count < 0)
    return -1;
  free_names(names, count);
  return count > 0;
}

bool parts_file_is_there(const struct parts *parts) {
  struct stat status;
  return stat(parts->path, &status) == 0 || errno != ENOENT;
}

void parts_set_aside_bad(const char *path, struct error *err) {
  char bad[PARTS_PATH_SIZE + sizeof bad_end];
  (void)snprintf(bad, sizeof bad, "%s%s", path, bad_end);
  if (rename(path, bad) == 0)
    error_prefix(err, "renamed to %s, its points are searched again", bad);
}

/*
 * Whether memory is so short that libhdf5, which does not say why it fails, may have failed for want of it: then
 * nothing follows for the file.
 */
static bool memory_is_short(void) {
  void *volatile room = malloc(ROOM_FOR_HDF5);
  free(room);
  return room == NULL;
}

/* What is no file at all can neither be read nor replaced. */
static bool is_something_else(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

bool parts_excuse(const struct parts *parts, const char *path, struct error *err) {
  if (err->kind != ERROR_INPUT && err->kind != ERROR_IO)
    return false;
  if (err->kind == ERROR_INPUT && memory_is_short())
    return error_memory(err, path);
  if (err->kind == ERROR_INPUT || is_something_else(path))
    parts_set_aside_bad(path, err);
  if (parts->complain != NULL)
    parts->complain(parts->context, err->text);
  return true;
}
