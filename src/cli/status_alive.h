/* Whether a run lives, found out without getting in its way. */
#ifndef LUTDSE_CLI_STATUS_ALIVE_H
#define LUTDSE_CLI_STATUS_ALIVE_H

#include <stdbool.h>

/*
 * Whether somebody writes into a folder of parts. `host` and `pid` are those of its status file, `age` is that file's
 * in seconds; NULL, 0 and NaN without one. A process on this host that lives and gave a sign of life of late is taken
 * for the writer, and so is a sign of life from another host; else the lock tells.
 */
bool status_alive(const char *folder, const char *host, long pid, double age);

#endif
