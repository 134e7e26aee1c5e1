/* Time that has passed. */
#ifndef LUTDSE_CLOCK_H
#define LUTDSE_CLOCK_H

/* Seconds on a clock that only goes forward; when it began says nothing. */
double clock_seconds(void);

#endif
