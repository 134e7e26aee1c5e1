#include <string.h>
#include <xxhash.h>

#include "model/restriction.h"
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
  double out_scale;
  int32_t in_bits, slope_bits, slope_frac, intercept_bits, intercept_frac, tails, out_bits, segments, digits, mirrored,
      scale_count, unused;
  double scale[SCALE_MAX];
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
  struct problem_content content;
  memset(&content, 0, sizeof content);
  content.function = spec->function;
  content.weight = spec->weight;
  content.in_bits = spec->in_bits;
  content.slope_bits = spec->slope.bits;
  content.slope_frac = spec->slope.frac;
  content.intercept_bits = spec->intercept.bits;
  content.intercept_frac = spec->intercept.frac;
  content.tails = (int32_t)spec->tails;
  content.segments = (int32_t)spec->restriction.segments;
  content.digits = spec->restriction.slope_digits;
  content.mirrored = spec->restriction.mirrored;
  content.scale_count = spec->scales.count;
  memcpy(content.scale, spec->scales.scale, (size_t)spec->scales.count * sizeof content.scale[0]);
  if (request->settings->engine->all_entries && spec->output.bits != 0) {
    content.out_bits = spec->output.bits;
    content.out_scale = spec->output.scale;
  }
  return XXH3_64bits(&content, sizeof content);
}

struct search_kinship search_kinship(const struct search_request *request) {
  return (struct search_kinship){batch_hash(request), problem_hash(request)};
}
