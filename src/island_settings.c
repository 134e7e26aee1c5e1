#include "backend.h"

uint32_t island_epochs(const struct island_settings *settings) {
  return settings->generations / settings->epoch + (settings->generations % settings->epoch != 0);
}

uint32_t island_epoch_generations(const struct island_settings *settings, uint32_t done) {
  const uint32_t left = settings->generations - done;
  return left < settings->epoch ? left : settings->epoch;
}

uint64_t island_evaluations(const struct island_settings *settings, uint32_t generations) {
  /* A child takes four look-ups at either end and sixteen between. */
  const uint64_t entries = settings->entries, reads = entries > 2 ? 8 + 16 * (entries - 2) : 8;
  return (uint64_t)settings->islands * settings->population * (entries + generations * reads) / entries;
}
