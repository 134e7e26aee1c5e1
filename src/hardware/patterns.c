#include "hardware/patterns.h"

#include "hardware/random.h"

/* Where the next pattern goes; filling ends when all places are taken. */
struct filling {
  struct patterns *out;
  size_t count, places;
};

static void put(struct filling *filling, int64_t code, int scale) {
  if (filling->count >= filling->places)
    return;
  filling->out->code[filling->count] = (int16_t)code;
  filling->out->scale[filling->count++] = (uint8_t)scale;
}

static void put_all(struct filling *filling, const struct unit *unit) {
  const int64_t half = INT64_C(1) << (unit->x_bits - 1);
  while (filling->count < filling->places) /* again and again, until the last word is full */
    for (int s = 0; s < 1 << unit->scale_bits; s++)
      for (int64_t code = -half; code < half; code++)
        put(filling, code, s);
}

static void put_thresholds(struct filling *filling, const struct unit *unit, const struct unit_content *content) {
  for (int s = 0; s < unit->scale_count; s++)
    for (int i = 0; i < unit->entries - 1; i++)
      for (int beside = 0; beside < 2; beside++) {
        put(filling, content->threshold[s][i] + beside, s);
        if (unit->mirrored)
          put(filling, -(int64_t)content->threshold[s][i] + beside, s);
      }
}

/* Codes beside the bounds of ranges, and those that are reduced to thresholds. */
static void put_ranges(struct filling *filling, const struct unit *unit, const struct unit_content *content) {
  const int64_t half = INT64_C(1) << (unit->x_bits - 1);
  for (int s = 0; s < unit->scale_count; s++)
    for (int r = 1; r < unit->ranges; r++) {
      for (int beside = -1; beside < 2; beside++)
        put(filling, content->range_bound[s][r - 1] + beside, s);
      for (int i = 0; i < unit->entries - 1; i++) {
        const int64_t reduced = content->threshold[s][i];
        const int64_t code = unit->range_input_shift > 0 ? reduced * (INT64_C(1) << (unit->range_input_shift * r))
                                                         : reduced - content->range_offset[s][r - 1];
        for (int beside = 0; beside < 2 && code >= -half && code < half; beside++)
          put(filling, code + beside, s);
      }
    }
}

static void put_sample(struct filling *filling, const struct unit *unit) {
  uint64_t state = 1;
  while (filling->count < filling->places) {
    const uint64_t drawn = random_next(&state);
    put(filling, (int16_t)drawn, (int)(drawn >> 32) & ((1 << unit->scale_bits) - 1));
  }
}

void patterns_fill(struct patterns *out, const struct unit *unit, const struct unit_content *content) {
  const uint64_t all = UINT64_C(1) << (unit->scale_bits + unit->x_bits);
  struct filling filling = {out, 0, PATTERNS_MAX};
  if (all <= PATTERNS_MAX) {
    out->words = (uint32_t)((all + 63) / 64);
    filling.places = 64 * (size_t)out->words;
    put_all(&filling, unit);
    return;
  }
  out->words = PATTERN_WORDS_MAX;
  put_thresholds(&filling, unit, content);
  put_ranges(&filling, unit, content);
  put_sample(&filling, unit);
}
