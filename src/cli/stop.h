/*
 * How a command is stopped before its end: by signals, or by a limit on its time. There is one stop for the whole
 * process. What is a file already is never lost by it.
 */
#ifndef LUTDSE_CLI_STOP_H
#define LUTDSE_CLI_STOP_H

#include <stdbool.h>

/*
 * From now on signals ask for a stop. `what` goes on for people after "stopping": "after the running batch"; it must
 * stay.
 *   SIGINT            a clean stop; a second one, a tenth of a second later or more, ends the process at once
 *   SIGTERM, SIGHUP   a clean stop, but what still runs two seconds later is given up. A SIGHUP that was ignored when
 *                     the process began (nohup) stays ignored
 * A process that ends at once says so on stderr; its status is ERROR_INTERRUPTED.
 */
void stop_on_signals(const char *what);

/*
 * Limit the time: a stop is asked for so early that what was begun by then ends in time, as far as stop_expect() told,
 * and a moment before `end` (of clock_seconds()) the process ends at once. `limit` is how long the whole limit
 * is, in seconds. Call it after stop_on_signals().
 */
void stop_at(double end, double limit);

/* What is begun now may take that many seconds until it is a file. */
void stop_expect(double seconds);

/* Whether a stop was asked for, or is due now. Any thread may ask. */
bool stop_requested(void);

/* What asked for it: "SIGINT", "SIGTERM", "SIGHUP" or "time limit"; NULL if nothing did. */
const char *stop_cause(void);

/* "lutdse: stopped" and what by, on stderr, to go on in that line: nothing for SIGINT, which people know they sent. */
void stop_print_cause(void);

/* Seconds until the process has to have ended; NaN without a limit. */
double stop_time_left(void);

/* The work is over: nothing ends the process at once any more, but a second SIGINT. */
void stop_end(void);

#endif
