/* Ctrl-C: the first asks for a clean stop, the second stops at once. */
#ifndef LUTDSE_CLI_STOP_H
#define LUTDSE_CLI_STOP_H

#include <stdbool.h>

/*
 * From now on SIGINT and SIGTERM ask for a stop; a second one ends the process at once with status 130. Finished
 * batches are files already, so nothing of them is lost.
 */
void stop_on_signals(void);

/* Whether a stop was asked for. */
bool stop_requested(void);

#endif
