/* Synthesis of the unit behind a design: its RTL, stimuli for its energy, and what the tools find, block by block. */
#ifndef LUTDSE_RUN_UNIT_SYNTHESIS_H
#define LUTDSE_RUN_UNIT_SYNTHESIS_H

#include "hardware/unit.h"
#include "synth/synth.h"

struct unit_job {
  const struct unit *unit;
  const struct unit_content *content;
  const struct liberty *liberty;
  bool blocks; /* synthesise each block alone, too */
  bool (*stop)(void);
};

struct unit_synthesis {
  struct synthesis whole;
  double block_ge[BLOCKS]; /* NAN: no such block, or not asked for */
};

/*
 * Synthesise a unit. Its energy is that of random codes at each scale of the set in turn (at eight of them, if there
 * are more). Fails as rtl_unit() and synth_run() do.
 */
bool unit_synthesise(const struct unit_job *job, struct unit_synthesis *out, struct error *err);

#endif
