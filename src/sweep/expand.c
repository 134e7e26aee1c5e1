#include "sweep/expand.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hardware/unit.h"
#include "model/significant.h"
#include "sweep/axes.h"
#include "sweep/hardware_axis.h"
#include "sweep/shard_map.h"

struct expansion {
  struct sweep *out;
  const struct shard_map *shards; /* NULL: all points are wanted */
  const unsigned long long *hashes;
  const char *path;
  struct error *err;
};

static bool grow_rows(struct sweep *out) {
  if (out->point_count < out->row_capacity)
    return true;
  const size_t capacity = out->row_capacity < 16 ? 16 : out->row_capacity + out->row_capacity / 2;
  struct sweep_row *const rows = realloc(out->rows, capacity * sizeof *rows);
  if (rows == NULL)
    return false;
  out->rows = rows;
  out->row_capacity = capacity;
  return true;
}

static bool add_point(const struct expansion *expansion, struct point *point, unsigned long long hash) {
  struct sweep *const out = expansion->out;
  size_t position;
  bool added;
  point_identify_hashed(point, hash);
  if (!grow_rows(out) || !id_table_add(&out->ids, &point->id, &position, &added))
    return error_memory(expansion->err, "points of the sweep");
  if (added)
    out->rows[out->point_count++] = (struct sweep_row){point->place, point->key};
  else
    out->duplicates++;
  return true;
}

/* `where` adds to what is said of the spec. */
static bool fail_spec(const struct expansion *expansion, const struct grid *grid, const struct spec *spec,
                      const char *where, const struct error *problem) {
  char slope[FORMAT_TEXT], intercept[FORMAT_TEXT];
  return error_set(expansion->err, ERROR_INPUT,
                   "%s:%zu: grids: %s: impossible at %s, %d-bit input, %d scale%s from %g, %s slopes, %s intercepts, "
                   "%d entries%s: %s",
                   expansion->path, grid->line, grid->name, spec->function->name, spec->in_bits, spec->scales.count,
                   spec->scales.count == 1 ? "" : "s", spec->scales.scale[0],
                   significant_text(spec->slope, spec->slope_significant, slope),
                   significant_text(spec->intercept, spec->intercept_significant, intercept), spec->entries, where,
                   problem->text);
}

/* The spec has been checked, but for what the datapath asks of it. */
static bool check_datapath(const struct expansion *expansion, const struct grid *grid, const struct spec *spec,
                           const struct datapath *datapath) {
  const struct restriction *const asked = &datapath->restriction;
  const bool restricts = asked->segments != SEGMENTS_FREE || asked->slope_digits != 0 || asked->mirrored;
  struct spec restricted = *spec;
  restricted.restriction = *asked;
  const struct hardware *const hardware = &datapath->hardware;
  struct unit unit;
  struct error problem;
  if ((!restricts || spec_check(&restricted, &problem)) && unit_create(&unit, &restricted, hardware, &problem))
    return true;
  char where[128], options[POINT_OPTIONS_TEXT];
  (void)snprintf(where, sizeof where, ", hardware %s %s%s", storage_name(hardware->storage),
                 selector_name(hardware->selector), point_options_text(&restricted, hardware, options));
  return fail_spec(expansion, grid, spec, where, &problem);
}

/* Whether every engine can search what a datapath asks for. */
static bool check_engines(const struct expansion *expansion, const struct grid_axes *axes, const struct spec *spec,
                          const struct datapath *datapath) {
  struct spec restricted = *spec;
  restricted.restriction = datapath->restriction;
  struct error problem;
  for (size_t i = 0; i < axes->engines->count; i++)
    if (!engine_supports(&LIST_AT(axes->engines, struct engine_settings, i), &restricted, &problem))
      return fail_spec(expansion, axes->grid, spec, "", &problem);
  return true;
}

/* A spec, and then the unit that each hardware makes of it. */
static bool check_spec(const struct expansion *expansion, const struct grid_axes *axes, const struct spec *spec) {
  struct error problem;
  if (!spec_check(spec, &problem))
    return fail_spec(expansion, axes->grid, spec, "", &problem);
  for (size_t i = 0; i < axes->hardware->count; i++)
    if (!check_datapath(expansion, axes->grid, spec, &LIST_AT(axes->hardware, struct datapath, i)) ||
        !check_engines(expansion, axes, spec, &LIST_AT(axes->hardware, struct datapath, i)))
      return false;
  return true;
}

/* All points of one spec that are wanted, the first of the spec's being at `place`. A shard checks what it computes. */
static bool add_runs(const struct expansion *expansion, const struct grid_axes *axes, const struct spec *spec,
                     uint64_t place) {
  const unsigned long long hash = expansion->hashes[spec->function - expansion->out->functions];
  const size_t total = axes_product(axes->run_length, RUN_AXES);
  const struct shard_map *const shards = expansion->shards;
  struct point point = {.spec = *spec};
  bool checked = false;
  for (size_t i = 0, alike; i < total; i += alike) {
    alike = grid_axes_alike(axes, i);
    grid_axes_run(axes, i, &point);
    if (shards != NULL && shard_map_of(shards, &point, hash) != expansion->out->shard.index)
      continue;
    if (!checked && !check_spec(expansion, axes, spec))
      return false;
    checked = true;
    for (size_t j = i; j < i + alike; j++) {
      grid_axes_run(axes, j, &point);
      point.place = place + j;
      if (!add_point(expansion, &point, hash))
        return false;
    }
  }
  return true;
}

static bool expand_grid(const struct expansion *expansion, const struct grid_axes *axes, uint64_t place) {
  const size_t specs = axes_product(axes->spec_length, SPEC_AXES), runs = axes_product(axes->run_length, RUN_AXES);
  for (size_t i = 0; i < specs; i++) {
    const struct spec spec = grid_axes_spec(axes, expansion->out->functions, i);
    if (!add_runs(expansion, axes, &spec, place + i * runs))
      return false;
  }
  return true;
}

static bool expand_grids(const struct expansion *expansion) {
  const struct sweep_axes *const axes = expansion->out->axes;
  for (size_t g = 0; g < axes->grids.count; g++) {
    const struct grid_axes grid = grid_axes_of(&LIST_AT(&axes->grids, struct grid, g), &axes->common);
    if (!expand_grid(expansion, &grid, axes->first[g]))
      return false;
  }
  return true;
}

/* The hash of a function may run over many samples, so it is taken once. */
static unsigned long long *hash_functions(const struct sweep *sweep) {
  unsigned long long *const hashes = malloc((sweep->function_count + 1) * sizeof *hashes);
  for (size_t i = 0; hashes != NULL && i < sweep->function_count; i++)
    hashes[i] = function_hash(&sweep->functions[i]);
  return hashes;
}

bool expand(struct sweep *out, const char *path, struct error *err) {
  unsigned long long *const hashes = hash_functions(out);
  struct shard_map *shards = NULL;
  bool ok = hashes != NULL;
  if (ok && out->shard.count > 1) {
    shards = shard_map_create(out->axes, out->functions, hashes, out->shard.count);
    ok = shards != NULL;
  }
  if (ok) {
    const struct expansion expansion = {out, shards, hashes, path, err};
    ok = expand_grids(&expansion);
  } else {
    (void)error_memory(err, "points of the sweep");
  }
  shard_map_free(shards);
  free(hashes);
  return ok;
}
