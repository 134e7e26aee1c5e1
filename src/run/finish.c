#include "run/finish.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "run/aside.h"
#include "run/rewrite.h"
#include "sweep/id_table.h"

static size_t find_wanted(void *context, const struct point_id *id) {
  const struct finish *const finish = context;
  return sweep_find(finish->known->sweep, id);
}

/* As the sweep now describes it: a grid, a function or a weight may have another name than when it was computed. */
static void describe(void *context, size_t number, struct results *slice, size_t index) {
  const struct finish *const finish = context;
  struct point *const point = &slice->points[index], now;
  sweep_point(finish->known->sweep, number, &now);
  memcpy(point->grid, now.grid, sizeof point->grid);
  point->place = now.place;
  struct function *const function = &slice->functions[point->spec.function - slice->functions];
  memcpy(function->name, now.spec.function->name, sizeof function->name);
  if (point->spec.weight == NULL)
    return;
  struct weight *const weight = &slice->weights[point->spec.weight - slice->weights];
  memcpy(weight->name, now.spec.weight->name, sizeof weight->name);
}

static bool write_wanted(const struct finish *finish, const struct parts *parts, struct error *err) {
  struct finish copy = *finish;
  const struct sweep *const sweep = finish->known->sweep;
  const struct rewrite rewrite = {.path = parts->path,
                                  .sweep_name = sweep->name,
                                  .sweep_text = sweep->text,
                                  .context = &copy,
                                  .number = find_wanted,
                                  .describe = describe,
                                  .ledger = &finish->known->ledger,
                                  .record = finish->record};
  size_t points;
  return rewrite_results(parts, &rewrite, &points, err);
}

/* Points that the sweep does not have, in the order in which they are met first. */
struct others {
  const struct sweep *sweep;
  struct id_table ids;
  bool failed;
};

static size_t find_other(void *context, const struct point_id *id) {
  struct others *const others = context;
  size_t position = 0;
  bool added;
  if (sweep_find(others->sweep, id) != SIZE_MAX)
    return SIZE_MAX;
  others->failed = !id_table_add(&others->ids, id, &position, &added) || others->failed;
  return position;
}

static bool write_others(const struct finish *finish, const struct parts *parts, const char *path, struct error *err) {
  struct others others = {.sweep = finish->known->sweep};
  const struct rewrite rewrite = {.path = path,
                                  .sweep_name = finish->known->sweep_name,
                                  .sweep_text = finish->known->sweep_text,
                                  .context = &others,
                                  .number = find_other};
  size_t points;
  const bool written = rewrite_results(parts, &rewrite, &points, err);
  id_table_release(&others.ids);
  if (!others.failed)
    return written;
  if (written)
    (void)unlink(path);
  return error_memory(err, "points");
}

/* Write both files; without the results file there is no use for the other one. */
static bool write_files(const struct finish *finish, const struct parts *parts, char *aside, size_t size,
                        struct error *err) {
  aside[0] = '\0';
  if (finish->known->others) {
    aside_name(parts->path, aside, size);
    if (!write_others(finish, parts, aside, err))
      return false;
  }
  if (write_wanted(finish, parts, err))
    return true;
  if (aside[0] != '\0')
    (void)unlink(aside);
  return false;
}

bool finish_run(const struct finish *finish, struct parts *parts, char *aside, size_t size, struct error *err) {
  if (write_files(finish, parts, aside, size, err))
    return parts_finish(parts, err);
  parts_close(parts);
  return false;
}
