/* Ctrl-C: the first asks for a clean stop, the second stops at once. */
#ifndef LUTDSE_CLI_STOP_H
#define LUTDSE_CLI_STOP_H

#include <stdbool.h>

/*
 * From now on SIGINT and SIGTERM ask for a stop; a second one ends the process at once with status 130. `what` goes
 * on for people after "stopping": "after the running batch"; it must stay. What is a file already is not lost.
 */
void stop_on_signals(const char *what);

/* Whether a stop was asked for. */
bool stop_requested(void);

#endif
