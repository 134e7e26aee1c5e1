#include "clock.h"

#include <time.h>

double clock_seconds(void) {
  struct timespec time;
  (void)clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

void clock_utc(char text[CLOCK_UTC_SIZE]) {
  const time_t now = time(NULL);
  struct tm utc;
  if (gmtime_r(&now, &utc) == NULL || strftime(text, CLOCK_UTC_SIZE, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
    text[0] = '\0';
}
