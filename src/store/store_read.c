#include <stdlib.h>
#include <string.h>

#include "store/reader.h"
#include "store/results_check.h"
#include "store/store.h"

/* A malloc'ed copy; NULL of nothing. */
static bool copy_array(void *to, const void *from, size_t count, size_t item, struct error *err) {
  void *copy = count == 0 ? NULL : malloc(count * item);
  if (count > 0 && copy == NULL)
    return error_memory(err, "results");
  if (count > 0)
    memcpy(copy, from, count * item);
  memcpy(to, &copy, sizeof copy);
  return true;
}

/* What a slice lacks. */
static bool copy_head(struct results *out, const struct results *head, struct error *err) {
  memcpy(out->sweep_name, head->sweep_name, sizeof out->sweep_name);
  if (!copy_array(&out->sweep_text, head->sweep_text, strlen(head->sweep_text) + 1, 1, err) ||
      !copy_array(&out->fronts, head->fronts, head->front_count, sizeof *head->fronts, err))
    return false;
  out->front_count = head->front_count;
  if (!copy_array(&out->ranges, head->ranges, head->range_count, sizeof *head->ranges, err))
    return false;
  out->range_count = head->range_count;
  if (!copy_array(&out->runs, head->runs, head->run_count, sizeof *head->runs, err))
    return false;
  out->run_count = out->run_capacity = head->run_count;
  return true;
}

bool store_read(struct results *out, const char *path, struct error *err) {
  results_init(out);
  struct store_reader *reader = store_reader_open(path, err);
  if (reader == NULL)
    return false;
  bool ok = store_reader_slice(reader, 0, store_reader_points(reader), out, err);
  if (ok)
    ok = (copy_head(out, store_reader_head(reader), err) && results_check_fronts(out, err)) ||
         error_prefix(err, "%s", path);
  store_reader_close(reader);
  if (!ok)
    results_release(out);
  return ok;
}
