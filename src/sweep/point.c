#include "sweep/point.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "model/spec_content.h"

/*
 * A point's content as text, one "key=value" per line, numbers in full (%a). Docs/sweep.md gives the format; whoever
 * changes it changes every identity, so the first line names its version.
 */
enum { CONTENT_SIZE = 4096 };

struct content {
  size_t length;
  char text[CONTENT_SIZE];
};

static void add(struct content *content, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Names and counts are bounded, so that the longest content takes less than half of the buffer. */
static void add(struct content *content, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int length = vsnprintf(content->text + content->length, CONTENT_SIZE - content->length, format, arguments);
  va_end(arguments);
  if (length > 0 && content->length + (size_t)length < CONTENT_SIZE)
    content->length += (size_t)length;
}

/* Adding zero turns -0 into +0: the two are one number. */
static double plain(double value) { return value + 0.0; }

static void add_spec(struct content *content, const struct spec *spec, unsigned long long function_hash) {
  add(content, "function=%016llx\nin_bits=%d\nscales=", function_hash, spec->in_bits);
  for (int s = 0; s < spec->scales.count; s++)
    add(content, "%s%a", s == 0 ? "" : ",", spec->scales.scale[s]);
  add(content, "\nslope=%d,%d\nintercept=%d,%d\ntails=%s\nentries=%d\n", spec->slope.bits, spec->slope.frac,
      spec->intercept.bits, spec->intercept.frac, tails_name(spec->tails), spec->entries);
  if (spec->output.bits == 0)
    add(content, "output=none\n");
  else
    add(content, "output=%d,%a\n", spec->output.bits, spec->output.scale);
}

/* Only what there is has a line, as for restrictions. */
static void add_options(struct content *content, const struct spec *spec) {
  if (spec->slope_significant != 0)
    add(content, "slope_significant=%d\n", spec->slope_significant);
  if (spec->intercept_significant != 0)
    add(content, "intercept_significant=%d\n", spec->intercept_significant);
  if (spec->ranges != 0)
    add(content, "ranges=%d\n", spec->ranges);
}

/* Only what is asked has a line: other points have had none since before there were restrictions. */
static void add_restriction(struct content *content, const struct restriction *restriction) {
  if (restriction->segments != SEGMENTS_FREE)
    add(content, "segments=%s\n", segments_name(restriction->segments));
  if (restriction->slope_digits != 0)
    add(content, "digits=%d\n", restriction->slope_digits);
  if (restriction->mirrored)
    add(content, "symmetry=%s\n", symmetry_name(true));
}

/* Uniform points have no such line, as they had none before there were weights. */
static void add_weight(struct content *content, const struct weight *weight) {
  if (weight != NULL)
    add(content, "weight=%016" PRIx64 "\n", weight->hash);
}

static void add_search(struct content *content, const struct point *point) {
  const struct engine_description *const engine = point->engine.engine;
  add(content, "engine=%s\n", engine->name);
  for (int p = 0; p < engine->parameter_count; p++)
    add(content, "engine.%s=%a\n", engine->parameter[p].name, plain(point->engine.value[p]));
  add(content, "seed=%" PRIu64 "\nrepeat=%d\n", point->seed, point->repeat);
}

static void add_hardware(struct content *content, const struct hardware *hardware) {
  const struct technology *const technology = &hardware->technology;
  add(content, "storage=%s\nselect=%s\ntechnology=%s,%a,%a,%a,%a,%a\n", storage_name(hardware->storage),
      selector_name(hardware->selector), technology->name, technology->ge_um2, technology->flip_flop_ge,
      technology->energy_scale, technology->delay_scale, technology->clock_mhz);
  if (hardware->pipeline != 0)
    add(content, "pipeline=%d\n", hardware->pipeline);
}

enum segments selector_segments(enum selector selector) {
  switch (selector) {
  case SELECT_UNIFORM:
    return SEGMENTS_UNIFORM;
  case SELECT_POWER2:
    return SEGMENTS_POWER2;
  case SELECT_ONE_HOT:
  case SELECT_TREE:
  case SELECT_BINARY:
  case SELECTORS:
    break;
  }
  return SEGMENTS_FREE;
}

const char *point_options_text(const struct spec *spec, const struct hardware *hardware,
                               char text[POINT_OPTIONS_TEXT]) {
  char ranges[24] = "", digits[24] = "", pipeline[24] = "";
  if (spec->ranges != 0)
    (void)snprintf(ranges, sizeof ranges, " ranges=%d", spec->ranges);
  if (spec->restriction.slope_digits != 0)
    (void)snprintf(digits, sizeof digits, " digits=%d", spec->restriction.slope_digits);
  if (hardware->pipeline != 0)
    (void)snprintf(pipeline, sizeof pipeline, " pipeline=%d", hardware->pipeline);
  (void)snprintf(text, POINT_OPTIONS_TEXT, "%s%s%s%s", ranges, digits,
                 spec->restriction.mirrored ? " symmetry=half" : "", pipeline);
  return text;
}

static void set_id(struct point_id *id, const struct content *content) {
  XXH128_canonical_t bytes;
  XXH128_canonicalFromHash(&bytes, XXH3_128bits(content->text, content->length));
  for (size_t i = 0; i < sizeof bytes.digest; i++)
    (void)snprintf(id->hex + 2 * i, sizeof id->hex - 2 * i, "%02x", bytes.digest[i]);
}

void point_identify(struct point *point) { point_identify_hashed(point, function_hash(point->spec.function)); }

void point_identify_hashed(struct point *point, unsigned long long function_hash) {
  struct content content = {.length = 0};
  add(&content, "lutdse point 1\n");
  add_spec(&content, &point->spec, function_hash);
  add_weight(&content, point->spec.weight);
  add_options(&content, &point->spec);
  add_restriction(&content, &point->spec.restriction);
  add_search(&content, point);
  point->key = XXH3_64bits(content.text, content.length);
  add_hardware(&content, &point->hardware);
  set_id(&point->id, &content);
}

/* What tells groups apart, in binary: every spec of a sweep is looked at for every shard. No gaps. */
struct group_content {
  uint64_t function, weight, seed;
  int32_t entries, repeat;
  struct spec_content spec;
  double engine_value[ENGINE_PARAMETERS_MAX];
};

uint64_t point_group(const struct point *point, unsigned long long function_hash, bool fine) {
  const struct weight *const weight = point->spec.weight;
  struct group_content content = {
      .function = function_hash, .weight = weight == NULL ? 0 : weight->hash, .spec = spec_content(&point->spec)};
  if (!fine)
    return XXH3_64bits(&content, sizeof content);
  const struct engine_description *const engine = point->engine.engine;
  content.seed = point->seed;
  content.repeat = point->repeat;
  content.entries = engine->all_entries ? 0 : point->spec.entries;
  for (int p = 0; p < engine->parameter_count; p++)
    content.engine_value[p] = plain(point->engine.value[p]);
  return XXH3_64bits_withSeed(&content, sizeof content, XXH3_64bits(engine->name, strlen(engine->name)));
}
