#include "cli/scale_list.h"

#include <math.h>
#include <string.h>

/* "0.25" or "2^-2". */
static double parse_scale(struct argp_state *state, const char *option, const char *text) {
  if (strncmp(text, "2^", 2) == 0)
    return ldexp(1, (int)cli_integer(state, option, text + 2, -24, 24));
  return cli_real(state, option, text, SCALE_LEAST, SCALE_MOST);
}

struct scale_set scale_list_parse(struct argp_state *state, const char *option, char *text) {
  struct scale_set set = {.count = 0};
  char *rest = text;
  for (const char *item = strsep(&rest, ","); item != NULL; item = strsep(&rest, ",")) {
    if (set.count == SCALE_MAX)
      argp_error(state, "%s: more than %d scales", option, SCALE_MAX);
    else
      set.scale[set.count++] = parse_scale(state, option, item);
  }
  return set;
}
