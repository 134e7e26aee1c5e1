#include <string.h>
#include <xxhash.h>

#include "model/restriction.h"
#include "model/spec_content.h"
#include "search/search.h"

/* What search_batchable() compares, without gaps. */
struct batch_content {
  const struct engine_description *engine;
  double value[ENGINE_PARAMETERS_MAX];
  int64_t tries_all, entries;
};

/* What search_shares() compares beyond that. */
struct problem_content {
  const struct function *function;
  const struct weight *weight;
  struct spec_content spec;
};

static uint64_t batch_hash(const struct search_request *request) {
  struct batch_content content;
  memset(&content, 0, sizeof content);
  content.engine = request->settings->engine;
  /* Adding zero turns -0 into +0: the two are equal. */
  for (int p = 0; p < content.engine->parameter_count; p++)
    content.value[p] = request->settings->value[p] + 0.0;
  content.tries_all = search_tries_all(request->spec);
  content.entries = content.engine->all_entries ? 0 : restriction_stored_entries(request->spec);
  return XXH3_64bits(&content, sizeof content);
}

static uint64_t problem_hash(const struct search_request *request) {
  const struct spec *const spec = request->spec;
  struct problem_content content = {spec->function, spec->weight, spec_content(spec)};
  if (!request->settings->engine->all_entries) {
    content.spec.out_bits = 0;
    content.spec.out_scale = 0;
  }
  return XXH3_64bits(&content, sizeof content);
}

struct search_kinship search_kinship(const struct search_request *request) {
  return (struct search_kinship){batch_hash(request), problem_hash(request)};
}
