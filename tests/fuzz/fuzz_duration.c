/* Fuzz target: any text as a duration. It must be refused, or be one within the limits. */
#include <stdlib.h>
#include <string.h>

#include "cli/duration.h"
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const double untouched = -1, least = 1, most = 366 * 86400.0;
  double seconds = untouched;
  char *const text = calloc(size + 1, 1);
  target_require(text != NULL);
  if (size > 0)
    memcpy(text, data, size);
  if (duration_parse(text, &seconds))
    target_require(seconds >= least && seconds <= most);
  else
    target_require(seconds == untouched);
  free(text);
  return 0;
}
