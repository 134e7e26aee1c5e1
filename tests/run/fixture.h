/* Small sweeps for the tests of running, and clocks that end a test which hangs. */
#ifndef LUTDSE_TESTS_RUN_FIXTURE_H
#define LUTDSE_TESTS_RUN_FIXTURE_H

#include "sweep/sweep.h"

/*
 * A sweep of `entries` (an axis, "2..9"), `functions` ("hswish, gelu") and seeds 1 ... `seeds`, each point searched in
 * well under a millisecond.
 */
void fixture_sweep(struct sweep *sweep, const char *functions, const char *entries, int seeds);

/* The same from any text. */
void fixture_parse(struct sweep *sweep, const char *text);

/*
 * A new empty folder, in memory where that is possible: runs sync every part they write. malloc'ed;
 * sample_folder_delete() deletes it.
 */
char *fixture_folder(void);

/* End the program if it takes longer than that: a deadlock fails a test. */
void fixture_watchdog(unsigned seconds);

#endif
