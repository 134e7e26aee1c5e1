#include "hardware/cost.h"
#include "hardware/parameter_words.h"

/* Counts the gates of features->elaboration, or frees it. */
static bool count(struct features *features, int scale_count, struct error *err) {
  if (estimate_gates(&features->elaboration, scale_count, features->count, err))
    return true;
  elaboration_free(&features->elaboration);
  return false;
}

bool features_of_unit(struct features *out, const struct unit *unit, const struct unit_content *content,
                      struct error *err) {
  *out = (struct features){.storage = unit->storage};
  if (unit->storage != STORAGE_ROM) {
    const struct parameter_words words = parameter_words(unit);
    out->stored_words = words.count;
    out->stored_bits = words.thresholds * words.threshold_bits + words.clamps * words.clamp_bits +
                       words.ranges * words.range_bits + words.entries * words.entry_bits;
  }
  return elaborate(&out->elaboration, unit, content, err) && count(out, unit->scale_count, err);
}

bool features_of_float(struct features *out, const struct float_unit *unit, const struct float_content *content,
                       struct error *err) {
  *out = (struct features){.storage = STORAGE_ENABLE};
  out->stored_words = 2 * unit->entries - 1;
  out->stored_bits = (3 * unit->entries - 1) * float_bits(unit->format);
  return elaborate_float(&out->elaboration, unit, content, err) && count(out, 1, err);
}

void features_free(struct features *features) { elaboration_free(&features->elaboration); }
