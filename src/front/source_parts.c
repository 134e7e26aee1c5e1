#include "front/source_parts.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "file.h"
#include "key_table.h"
#include "sweep/id_table.h"

static const char part_start[] = "part-", part_end[] = ".h5";

/* How often to look again for parts that were joined to others while they were read. */
enum { ROUNDS = 50 };

struct scan {
  struct front_source *source;
  source_take *take;
  void *context;
  struct id_table seen;
  size_t designs;        /* that were told of */
  struct key_table read; /* names of the parts that were read, or cannot be; "": the results file */
  bool vanished;         /* in this round */
};

static int is_part(const struct dirent *entry) {
  const size_t length = strlen(entry->d_name), end = sizeof part_end - 1;
  return strncmp(entry->d_name, part_start, sizeof part_start - 1) == 0 && length > end &&
         strcmp(entry->d_name + length - end, part_end) == 0;
}

/* Ten thousands of names are found at once. */
static struct table_key name_key(const char *name) {
  const XXH128_hash_t hash = XXH3_128bits(name, strlen(name));
  return (struct table_key){hash.high64, hash.low64};
}

static bool was_read(const struct scan *scan, const char *name) {
  return key_table_find(&scan->read, name_key(name)) != SIZE_MAX;
}

static bool remember(struct scan *scan, const char *name, struct error *err) {
  size_t number;
  bool added;
  return key_table_add(&scan->read, name_key(name), &number, &added) || error_memory(err, "names of parts");
}

/* Which points came before; the others are seen from now on. */
static bool mark_known(struct scan *scan, const struct results *slice, bool *known, struct error *err) {
  for (size_t p = 0; p < slice->point_count; p++) {
    size_t position;
    bool added;
    if (!id_table_add(&scan->seen, &slice->points[p].id, &position, &added))
      return error_memory(err, "points");
    known[p] = !added;
  }
  return true;
}

static bool tell(struct scan *scan, const struct results *slice, struct error *err) {
  bool known[SOURCE_SLICE];
  if (!mark_known(scan, slice, known, err))
    return false;
  const struct source_slice told = {slice, scan->designs, known};
  scan->designs += slice->design_count;
  return scan->take(scan->context, &told, err);
}

static void complain(const struct scan *scan, const struct error *err) {
  if (scan->source->complain != NULL)
    scan->source->complain(scan->source->context, err->text);
}

/* Sets *broken if it is the part that is at fault. */
static bool read_slices(struct scan *scan, struct store_reader *reader, bool *broken, struct error *err) {
  struct results slice;
  results_init(&slice);
  const size_t points = store_reader_points(reader);
  bool ok = true;
  for (size_t first = 0; ok && first < points; first += SOURCE_SLICE) {
    const size_t count = points - first < SOURCE_SLICE ? points - first : SOURCE_SLICE;
    ok = store_reader_slice(reader, first, count, &slice, err);
    *broken = !ok && err->kind == ERROR_INPUT;
    ok = ok && tell(scan, &slice, err);
  }
  results_release(&slice);
  return ok;
}

/* What cannot be read is left out, but for a lack of memory. */
static bool read_one(struct scan *scan, const char *path, const char *name, struct error *err) {
  struct store_reader *const reader = store_reader_open(path, err);
  bool broken = false;
  if (reader == NULL) {
    if (err->kind == ERROR_IO && access(path, F_OK) != 0 && errno == ENOENT) {
      scan->vanished = true;
      return true;
    }
    broken = err->kind == ERROR_INPUT || err->kind == ERROR_IO;
  }
  const bool ok = reader != NULL && read_slices(scan, reader, &broken, err);
  if (reader != NULL)
    store_reader_close(reader);
  if (broken)
    complain(scan, err);
  return (ok || broken) && remember(scan, name, err);
}

static bool read_file(struct scan *scan, struct error *err) {
  const char *const path = scan->source->path;
  return was_read(scan, "") || access(path, F_OK) != 0 || read_one(scan, path, "", err);
}

static bool read_listed(struct scan *scan, struct dirent *const *names, int count, struct error *err) {
  for (int i = 0; i < count; i++) {
    char path[sizeof scan->source->path + NAME_MAX + 16];
    (void)snprintf(path, sizeof path, "%s.parts/%s", scan->source->path, names[i]->d_name);
    if (!was_read(scan, names[i]->d_name) && !read_one(scan, path, names[i]->d_name, err))
      return false;
  }
  return true;
}

/* Parts first: a run that completes puts them into the file before it deletes them. */
static bool read_round(struct scan *scan, struct error *err) {
  char folder[sizeof scan->source->path + 16];
  struct dirent **names = NULL;
  scan->vanished = false;
  (void)snprintf(folder, sizeof folder, "%s.parts", scan->source->path);
  const int count = scandir(folder, &names, is_part, alphasort);
  const bool ok = (count >= 0 || errno == ENOENT || file_error(err, "read", folder, errno)) &&
                  read_listed(scan, names, count, err) && read_file(scan, err);
  for (int i = 0; i < count; i++)
    free(names[i]);
  free(names);
  return ok;
}

bool source_scan_parts(struct front_source *source, source_take *take, void *context, struct error *err) {
  struct scan scan = {.source = source, .take = take, .context = context};
  bool ok = true;
  int round = 0;
  do
    ok = read_round(&scan, err);
  while (ok && scan.vanished && ++round < ROUNDS);
  if (ok && scan.vanished)
    ok = error_set(err, ERROR_IO, "%s.parts: its parts changed %d times while they were read; try again", source->path,
                   ROUNDS);
  source->points = scan.seen.keys.count;
  id_table_release(&scan.seen);
  key_table_release(&scan.read);
  return ok;
}
