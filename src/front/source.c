#include "front/source.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "front/source_parts.h"

static const char parts_end[] = ".parts";

static bool is_folder(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Whether `path` is a folder of parts. The shell may have put a slash behind it. */
static bool is_parts(const char *path, size_t *stem) {
  size_t length = strlen(path);
  while (length > 0 && path[length - 1] == '/')
    length--;
  *stem = length - (sizeof parts_end - 1);
  return length >= sizeof parts_end && strncmp(path + *stem, parts_end, sizeof parts_end - 1) == 0 && is_folder(path);
}

static bool has_parts(const char *path) {
  char folder[sizeof((struct front_source *)0)->path + sizeof parts_end];
  (void)snprintf(folder, sizeof folder, "%s%s", path, parts_end);
  return access(path, F_OK) != 0 && errno == ENOENT && is_folder(folder);
}

bool source_open(struct front_source *source, const char *path, source_complaint *complain, void *context,
                 struct error *err) {
  *source = (struct front_source){.complain = complain, .context = context};
  size_t stem;
  const bool folder = is_parts(path, &stem);
  if (strlen(path) >= sizeof source->path - sizeof parts_end)
    return file_error(err, "read", path, ENAMETOOLONG);
  (void)snprintf(source->path, sizeof source->path, "%.*s", (int)(folder ? stem : strlen(path)), path);
  source->unfinished = folder || has_parts(path);
  if (source->unfinished)
    return true;
  source->reader = store_reader_open(path, err);
  return source->reader != NULL;
}

void source_close(struct front_source *source) {
  if (source->reader != NULL)
    store_reader_close(source->reader);
  source->reader = NULL;
}

static bool scan_file(struct front_source *source, source_take *take, void *context, struct error *err) {
  struct results slice;
  results_init(&slice);
  const size_t points = store_reader_points(source->reader);
  bool ok = true;
  for (size_t first = 0; ok && first < points; first += SOURCE_SLICE) {
    const size_t count = points - first < SOURCE_SLICE ? points - first : SOURCE_SLICE;
    ok = store_reader_slice(source->reader, first, count, &slice, err);
    const struct source_slice part = {&slice, store_reader_slice_design(source->reader), NULL};
    ok = ok && take(context, &part, err);
    source->points += slice.point_count;
  }
  results_release(&slice);
  return ok;
}

bool source_scan(struct front_source *source, source_take *take, void *context, struct error *err) {
  source->points = 0;
  return source->reader != NULL ? scan_file(source, take, context, err) : source_scan_parts(source, take, context, err);
}
