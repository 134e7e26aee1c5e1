#include "front/digest_scan.h"

#include "front/list_text.h"

static bool accepts(void *context, const struct results *slice, size_t design) {
  const struct digest_scan *const scan = context;
  const size_t point = slice->designs[design].point;
  return (scan->known == NULL || !scan->known[point]) && front_accepts(slice, scan->filter, design);
}

static bool take(void *context, const struct source_slice *part, struct error *err) {
  struct digest_scan *const scan = context;
  const struct results *const slice = part->results;
  scan->known = part->known;
  for (size_t p = 0; p < slice->point_count && !scan->uniform; p++)
    scan->uniform = slice->points[p].spec.weight == NULL;
  if (part->known != NULL)
    results_merge_optima(&scan->keeper.points, slice);
  return gather_add(&scan->gather, slice, part->first_design, err) &&
         keeper_take(&scan->keeper, &scan->gather, slice, part->first_design, err);
}

bool digest_scan_fail_no_match(const struct digest_scan *scan, const char *path, struct error *err) {
  char functions[512] = "", weights[256] = "";
  if (scan->uniform)
    text_append_item(weights, sizeof weights, "%s", weight_name(NULL));
  for (size_t w = 0; w < scan->gather.weight_count; w++)
    text_append_item(weights, sizeof weights, "%s", scan->gather.weight[w].name);
  for (size_t f = 0; f < scan->gather.function_count; f++)
    text_append_item(functions, sizeof functions, "%s", scan->gather.function[f].name);
  (void)front_fail_none(scan->filter, functions, weights, err);
  return error_prefix(err, "%s", path);
}

bool digest_scan_run(struct digest_scan *scan, struct front_source *source, enum error_metric error,
                     enum cost_metric cost, struct error *err) {
  const struct gather_scope scope = {.accepts = accepts,
                                     .within = scan->within,
                                     .each = scan->each,
                                     .context = scan,
                                     .one_pair = true,
                                     .error = error,
                                     .cost = cost};
  scan->gather = gather_create(&scope);
  scan->keeper = (struct keeper){.capacity = 0};
  scan->uniform = false;
  if (!source_scan(source, take, scan, err))
    return false;
  return scan->gather.group_count > 0 || digest_scan_fail_no_match(scan, source->path, err);
}

void digest_scan_release(struct digest_scan *scan) {
  gather_release(&scan->gather);
  keeper_release(&scan->keeper);
}
