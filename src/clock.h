/* Time that has passed, and what time it is. */
#ifndef LUTDSE_CLOCK_H
#define LUTDSE_CLOCK_H

enum { CLOCK_UTC_SIZE = 21 };

/* Seconds on a clock that only goes forward; when it began says nothing. */
double clock_seconds(void);

/* The time now in ISO 8601, UTC: "2026-11-20T22:00:00Z". */
void clock_utc(char text[CLOCK_UTC_SIZE]);

#endif
