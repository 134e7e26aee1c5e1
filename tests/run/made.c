#include "made.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "front/front.h"
#include "run/run.h"
#include "store/sample.h"
#include "store/store.h"

void made_by_run(const char *folder, const char *name, const char *text, struct results *out) {
  struct sweep sweep;
  struct run_summary summary;
  struct error err;
  char path[4096];
  (void)snprintf(path, sizeof path, "%s", sample_path(folder, name));
  const struct run_options options = {
      .output = path, .devices = "cpu", .threads = 1, .command = "a test", .prove = PROVE_CHEAP};
  const struct run_observer nobody = {.context = NULL};
  fixture_parse(&sweep, text);
  if (!run_sweep(&sweep, &options, &nobody, &summary, &err) || !store_read(out, path, &err))
    fail_msg("%s", err.text);
  sweep_release(&sweep);
}

void made_of(const struct results *results, size_t first, size_t count, const char *text, const char *folder,
             const char *name) {
  struct results some;
  struct error err;
  results_init(&some);
  (void)snprintf(some.sweep_name, sizeof some.sweep_name, "%s", results->sweep_name);
  some.sweep_text = strdup(text);
  for (size_t p = first; p < first + count; p++)
    assert_true(results_add_copy(&some, results, p, &results->points[p], &err));
  for (size_t r = 0; r < results->run_count; r++)
    assert_true(results_add_run(&some, &results->runs[r], &err));
  if (!front_fill(&some, &err) || !store_write(&some, sample_path(folder, name), &err))
    fail_msg("%s", err.text);
  results_release(&some);
}
