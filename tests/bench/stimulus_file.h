/*
 * A stimulus as a text file, for studies. Its lines, in any number:
 *
 *   port NAME WIDTH      an input port that is driven (not the clock); before all cycles
 *   cycle VALUE...       one cycle: a hexadecimal value for each port, in the order of their lines
 *   repeat COUNT         the last cycle COUNT times more
 *   random COUNT NAME... COUNT cycles in which these ports have random values, the others what they had
 *   warmup               the cycles up to here are not counted
 *   # ...                a comment
 */
#ifndef LUTDSE_BENCH_STIMULUS_FILE_H
#define LUTDSE_BENCH_STIMULUS_FILE_H

#include "synth/simulate.h"

/* Read a file; everything in the stimulus is memory of `arena`. Fails with ERROR_IO, ERROR_INPUT, ERROR_INTERNAL. */
bool stimulus_file_read(struct stimulus *stimulus, struct arena *arena, const char *path, struct error *err);

#endif
