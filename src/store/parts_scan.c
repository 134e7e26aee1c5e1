#include <unistd.h>

#include "store/parts_names.h"

/* One file's points on their way to whoever asks. */
struct scan {
  parts_take *take;
  void *context;
  bool learnt; /* by any point of the file */
};

static bool pass_on(void *context, size_t row, const struct store_key *key, struct error *err) {
  struct scan *scan = context;
  bool learnt = false;
  (void)row;
  const bool ok = scan->take(scan->context, key, &learnt, err);
  scan->learnt = scan->learnt || learnt;
  return ok;
}

static bool only_look(void *context, size_t row, const struct store_key *key, struct error *err) {
  (void)context;
  (void)row;
  (void)key;
  (void)err;
  return true;
}

static bool scan_file(const struct parts *parts, struct scan *scan, struct error *err) {
  struct store_reader *reader = store_reader_open(parts->path, err);
  if (reader == NULL)
    return false;
  const bool ok = store_reader_keys(reader, pass_on, scan, err);
  store_reader_close(reader);
  return ok;
}

/* Nobody is told of the points of a part that turns out to be bad, so it is read to its end first. */
static struct store_reader *open_part(const struct parts *parts, const char *path, bool *excused, struct error *err) {
  struct store_reader *reader = store_reader_open(path, err);
  *excused = false;
  if (reader != NULL && store_reader_keys(reader, only_look, NULL, err))
    return reader;
  *excused = parts_excuse(parts, path, err);
  store_reader_close(reader);
  return NULL;
}

static bool scan_part(const struct parts *parts, const char *path, struct scan *scan, struct error *err) {
  bool excused;
  struct store_reader *reader = open_part(parts, path, &excused, err);
  if (reader == NULL)
    return excused;
  scan->learnt = false;
  const bool ok = store_reader_keys(reader, pass_on, scan, err);
  store_reader_close(reader);
  /* What cannot be deleted does no harm but to the counts of runs. */
  if (ok && !scan->learnt)
    (void)unlink(path);
  return ok;
}

bool parts_scan(const struct parts *parts, parts_take *take, void *context, struct error *err) {
  struct scan scan = {.take = take, .context = context};
  struct parts_list list;
  if (parts_file_is_there(parts) && !scan_file(parts, &scan, err))
    return false;
  if (!parts_list(parts, PARTS_ALL_LEVELS, &list, err))
    return false;
  bool ok = true;
  for (size_t i = 0; ok && i < list.count; i++)
    ok = scan_part(parts, list.path[i], &scan, err);
  parts_list_free(&list);
  return ok;
}
