/* A small generator of the same bits for everybody (SplitMix64): for stimuli and samples, not for searches. */
#ifndef LUTDSE_HARDWARE_RANDOM_H
#define LUTDSE_HARDWARE_RANDOM_H

#include <stdint.h>

/* The next 64 bits; any `state` will do for a seed. */
static inline uint64_t random_next(uint64_t *state) {
  uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
  return z ^ z >> 31;
}

/* The bits at a place of the sequence that begins with state 0; those at place 1 come first. */
static inline uint64_t random_at(uint64_t place) {
  uint64_t state = (place - 1) * UINT64_C(0x9e3779b97f4a7c15);
  return random_next(&state);
}

#endif
