#include "front/collect.h"

struct collection {
  struct results *out;
  const struct design_filter *filter;
  size_t most;
  bool too_many;
};

static bool passes(const struct collection *collection, const struct results *slice, size_t point) {
  const struct outcome *const outcome = &slice->outcomes[point];
  for (size_t d = 0; d < outcome->design_count; d++)
    if (front_accepts(slice, collection->filter, outcome->first_design + d))
      return true;
  return false;
}

static bool add_passing(struct collection *collection, const struct source_slice *part, struct error *err) {
  const struct results *const slice = part->results;
  if (part->known != NULL)
    results_merge_optima(collection->out, slice);
  for (size_t p = 0; p < slice->point_count; p++)
    if ((part->known == NULL || !part->known[p]) && passes(collection, slice, p) &&
        !results_add_copy(collection->out, slice, p, &slice->points[p], err))
      return false;
  return true;
}

static bool take(void *context, const struct source_slice *part, struct error *err) {
  struct collection *const collection = context;
  const bool ok = collection->filter == NULL ? results_merge(collection->out, part->results, err)
                                             : add_passing(collection, part, err);
  collection->too_many = ok && collection->out->design_count > collection->most;
  return ok && (!collection->too_many || error_set(err, ERROR_USAGE, "too many designs"));
}

bool collect_designs(struct results *out, struct front_source *source, const struct design_filter *filter, size_t most,
                     bool *too_many, struct error *err) {
  struct collection collection = {.out = out, .filter = filter, .most = most};
  results_init(out);
  const bool ok = source_scan(source, take, &collection, err);
  *too_many = collection.too_many;
  if (!ok)
    results_release(out);
  return ok || *too_many;
}
