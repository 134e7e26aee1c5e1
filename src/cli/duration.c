#include "cli/duration.h"

#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const double longest = 366 * 86400.0;

struct unit {
  const char *name;
  double seconds;
};

/* From the largest to the smallest; "min" before "m", so that the whole word is taken. */
static const struct unit units[] = {{"d", 86400}, {"h", 3600}, {"min", 60}, {"m", 60}, {"s", 1}};

enum { UNIT_COUNT = sizeof units / sizeof units[0] };

/* Digits, with a fraction if that may be; *text goes on behind them. */
static bool take_number(const char **text, bool fraction, double *number) {
  const char *at = *text;
  if (isdigit((unsigned char)*at) == 0)
    return false;
  while (isdigit((unsigned char)*at) != 0)
    at++;
  if (fraction && *at == '.' && isdigit((unsigned char)at[1]) != 0)
    for (at++; isdigit((unsigned char)*at) != 0;)
      at++;
  *number = strtod(*text, NULL);
  *text = at;
  return true;
}

static const struct unit *take_unit(const char **text) {
  for (size_t i = 0; i < UNIT_COUNT; i++) {
    const size_t length = strlen(units[i].name);
    if (strncmp(*text, units[i].name, length) != 0)
      continue;
    *text += length;
    return &units[i];
  }
  return NULL;
}

/* 1h30min */
static bool parse_units(const char *text, double *seconds) {
  double sum = 0, last = longest;
  do {
    double number;
    if (!take_number(&text, true, &number))
      return false;
    const struct unit *unit = take_unit(&text);
    if (unit == NULL || unit->seconds >= last)
      return false;
    last = unit->seconds;
    sum += number * unit->seconds;
  } while (*text != '\0');
  *seconds = sum;
  return true;
}

/* Up to three numbers with colons between them; the first may be any, the others are below 60. Returns how many. */
static int take_fields(const char **text, double field[3]) {
  int count = 0;
  for (;;) {
    if (!take_number(text, false, &field[count]) || (count > 0 && field[count] >= 60))
      return 0;
    count++;
    if (**text != ':' || count == 3)
      return count;
    (*text)++;
  }
}

/* [D-]HH:MM:SS and what is short for it */
static bool parse_colons(const char *text, double *seconds) {
  static const double step[] = {3600, 60, 1};
  double days = 0, field[3];
  const char *dash = strchr(text, '-');
  if (dash != NULL && (!take_number(&text, false, &days) || *text++ != '-'))
    return false;
  const int count = take_fields(&text, field);
  if (*text != '\0' || count == 0 || (dash == NULL && count == 1) || (dash != NULL && field[0] >= 24))
    return false;
  const int first = dash == NULL ? 3 - count : 0; /* behind days come hours; without them seconds are last */
  double sum = days * 86400;
  for (int i = 0; i < count; i++)
    sum += field[i] * step[first + i];
  *seconds = sum;
  return true;
}

bool duration_parse(const char *text, double *seconds) {
  double sum;
  if (!parse_units(text, &sum) && !parse_colons(text, &sum))
    return false;
  if (!(sum >= 1 && sum <= longest))
    return false;
  *seconds = sum;
  return true;
}

double duration_option(struct argp_state *state, const char *option, const char *text) {
  double seconds = 0;
  if (!duration_parse(text, &seconds))
    argp_error(state, "%s: '%s' is no duration of 1 s to 366 days; say for example 8h, 1h30min, 90s or 1-12:00:00",
               option, text);
  return seconds;
}
