#include "run/finish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "front/front.h"
#include "run/aside.h"
#include "run/record.h"
#include "store/store.h"

static bool add_records(struct results *out, const struct results *known, struct error *err) {
  for (size_t i = 0; i < known->run_count; i++)
    if (!results_add_run(out, &known->runs[i], err))
      return false;
  record_join(out->runs, &out->run_count);
  return true;
}

/* The sweep's points, as the sweep now describes them (a grid may have another name than when it was computed). */
static bool collect_sweep(struct results *out, const struct sweep *sweep, const struct results *known,
                          struct error *err) {
  (void)snprintf(out->sweep_name, sizeof out->sweep_name, "%s", sweep->name);
  out->sweep_text = strdup(sweep->text);
  if (out->sweep_text == NULL)
    return error_memory(err, "sweep text");
  for (size_t i = 0; i < sweep->point_count; i++) {
    const size_t index = results_find(known, &sweep->points[i].id);
    if (!results_add_copy(out, known, index, &sweep->points[i], err))
      return false;
  }
  return add_records(out, known, err) && front_fill(out, err);
}

/* Every point of `known` that `wanted` does not hold. */
static bool collect_rest(struct results *out, const struct results *wanted, const struct results *known,
                         struct error *err) {
  memcpy(out->sweep_name, known->sweep_name, sizeof out->sweep_name);
  out->sweep_text = strdup(known->sweep_text != NULL ? known->sweep_text : "");
  if (out->sweep_text == NULL)
    return error_memory(err, "sweep text");
  for (size_t i = 0; i < known->point_count; i++)
    if (results_find(wanted, &known->points[i].id) == SIZE_MAX &&
        !results_add_copy(out, known, i, &known->points[i], err))
      return false;
  return add_records(out, known, err) && front_fill(out, err);
}

static bool set_aside(const struct results *wanted, const struct results *known, const char *path, char *aside,
                      size_t size, struct error *err) {
  aside[0] = '\0';
  if (known->point_count == wanted->point_count)
    return true;
  struct results rest;
  results_init(&rest);
  aside_name(path, aside, size);
  const bool ok = collect_rest(&rest, wanted, known, err) && store_write(&rest, aside, err);
  results_release(&rest);
  return ok;
}

/* Write both files; without the results file there is no use for the other one. */
static bool write_files(const struct results *all, const struct results *known, const char *path, char *aside,
                        size_t size, struct error *err) {
  if (!set_aside(all, known, path, aside, size, err))
    return false;
  if (store_write(all, path, err))
    return true;
  if (aside[0] != '\0')
    (void)unlink(aside);
  return false;
}

bool finish_run(const struct sweep *sweep, const struct results *known, struct parts *parts, char *aside, size_t size,
                struct error *err) {
  struct results all;
  results_init(&all);
  const bool ok = collect_sweep(&all, sweep, known, err) && write_files(&all, known, parts->path, aside, size, err);
  results_release(&all);
  if (ok)
    return parts_finish(parts, err);
  parts_close(parts);
  return false;
}
