/*
 * libFuzzer target: a sweep of arbitrary bytes either loads, with every point in order, or fails with a message.
 * Seeds: the files of sweeps/; tests/fuzz/sweep.dict holds the words of the format.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/sweep.h"
#include "sweep_points.h"

enum { POINTS_MAX = 2000 }; /* large sweeps teach the fuzzer nothing and take its time */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_points(const struct sweep *sweep) {
  struct error err;
  if (sweep->point_count == 0 || sweep->point_count > POINTS_MAX)
    abort();
  for (size_t i = 0; i < sweep->point_count; i++) {
    const struct point point = point_at(sweep, i);
    if (!spec_check(&point.spec, &err) || strlen(point.id.hex) != 32 || sweep_find(sweep, &point.id) != i)
      abort();
  }
}

static void check_failure(const struct sweep *sweep, const struct error *err) {
  if (err->kind == ERROR_NONE || err->kind == ERROR_INTERNAL || err->text[0] == '\0' || sweep->rows != NULL)
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct sweep sweep;
  struct error err = {ERROR_NONE, ""};
  if (sweep_parse_limited(&sweep, (const char *)data, size, "sweeps/fuzz.yaml", (struct shard){0, 0}, POINTS_MAX, &err))
    check_points(&sweep);
  else
    check_failure(&sweep, &err);
  sweep_release(&sweep);
  return 0;
}
