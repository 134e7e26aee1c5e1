/*
 * Fuzz target: a sweep of arbitrary bytes either loads, with every point in order, or fails with a message.
 * Seeds: the files of sweeps/; tests/fuzz/sweep.dict holds the words of the format.
 */
#include <string.h>

#include "sweep/sweep.h"
#include "sweep_points.h"
#include "target.h"

enum { POINTS_MAX = 2000 }; /* large sweeps teach the fuzzer nothing and take its time */

static void check_points(const struct sweep *sweep) {
  struct error err;
  target_require(sweep->point_count > 0 && sweep->point_count <= POINTS_MAX);
  for (size_t i = 0; i < sweep->point_count; i++) {
    const struct point point = point_at(sweep, i);
    target_require(spec_check(&point.spec, &err) && strlen(point.id.hex) == 32 && sweep_find(sweep, &point.id) == i);
  }
}

static void check_failure(const struct sweep *sweep, const struct error *err) {
  /* A file that the sweep names may be missing. */
  target_require((err->kind == ERROR_INPUT || err->kind == ERROR_IO) && err->text[0] != '\0' && sweep->rows == NULL);
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
