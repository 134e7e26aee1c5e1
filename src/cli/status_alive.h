/* Whether a run lives, found out without getting in its way. */
#ifndef LUTDSE_CLI_STATUS_ALIVE_H
#define LUTDSE_CLI_STATUS_ALIVE_H

#include <stdbool.h>

#include "store/lock.h"

/*
 * Whether somebody writes into a folder of parts; `holder` is who signed its lock last, and did not let go (else
 * empty). `age` is that of the status file, in seconds; NaN without one. A process on this host that lives and gave a
 * sign of life of late is the writer, or who holds the lock; on another host it is the writer as long as the lock is
 * taken for its own there.
 */
bool status_alive(const char *folder, double age, struct lock_holder *holder);

#endif
