#include <stdlib.h>

#include "store/parts_names.h"
#include "store/store.h"

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

/* Merge one part. Of points that are there already, it may still know the optimum. */
static bool collect_part(const struct parts *parts, const char *path, struct results *out, struct error *err) {
  struct results part;
  if (!store_read(&part, path, err))
    return parts_excuse(parts, path, err);
  const bool all = holds_all(out, &part), ok = all || results_merge(out, &part, err);
  if (all)
    results_merge_optima(out, &part);
  results_release(&part);
  return ok;
}

static bool collect_parts(const struct parts *parts, struct results *out, struct error *err) {
  struct parts_list list;
  if (!parts_list(parts, PARTS_ALL_LEVELS, &list, err))
    return false;
  bool ok = true;
  for (size_t i = 0; ok && i < list.count; i++)
    ok = collect_part(parts, list.path[i], out, err);
  parts_list_free(&list);
  return ok;
}

/* Fronts of some of the points are no fronts of all of them. */
static void drop_fronts(struct results *results) {
  free(results->fronts);
  free(results->ranges);
  results->fronts = NULL;
  results->ranges = NULL;
  results->front_count = results->range_count = 0;
}

bool parts_collect(const struct parts *parts, struct results *out, parts_complaint *complain, void *context,
                   struct error *err) {
  struct parts telling = *parts;
  telling.complain = complain;
  telling.context = context;
  results_init(out);
  if (parts_file_is_there(parts)) {
    if (!store_read(out, parts->path, err))
      return false;
    drop_fronts(out);
  }
  if (collect_parts(&telling, out, err))
    return true;
  results_release(out);
  return false;
}
