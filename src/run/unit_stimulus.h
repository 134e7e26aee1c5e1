/* What to feed a unit to learn its energy: random codes at one scale, once its parameters are loaded. */
#ifndef LUTDSE_RUN_UNIT_STIMULUS_H
#define LUTDSE_RUN_UNIT_STIMULUS_H

#include "hardware/unit.h"
#include "synth/simulate.h"

enum { UNIT_PORTS = 5 };

/* A stimulus and what it points at. */
struct unit_stimulus {
  struct stimulus stimulus;
  struct stimulus_port ports[UNIT_PORTS];
  uint8_t *bits;
};

/*
 * The stimulus for scale number `scale`. Programmable units are loaded first, and the pipeline is filled; neither
 * counts. Fails with ERROR_INTERNAL if memory runs out; otherwise unit_stimulus_release() frees it. `out` must not move
 * meanwhile.
 */
bool unit_stimulus_create(struct unit_stimulus *out, const struct unit *unit, const struct unit_content *content,
                          int scale, struct error *err);
void unit_stimulus_release(struct unit_stimulus *stimulus);

#endif
