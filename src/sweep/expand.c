#include "sweep/expand.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "hardware/unit.h"
#include "sweep/hardware_axis.h"

enum { SPEC_AXES = 9, RUN_AXES = 4 };

/* A grid's axes, its own or the sweep's. */
struct axes {
  const struct grid *grid;
  const struct list *outputs, *weights, *engines, *seeds, *hardware;
  size_t repeats;
};

static struct axes axes_of(const struct grid *grid, const struct settings *common) {
  const struct settings *const own = &grid->own;
  return (struct axes){grid,
                       own->outputs.count > 0 ? &own->outputs : &common->outputs,
                       own->weights.count > 0 ? &own->weights : &common->weights,
                       own->engines.count > 0 ? &own->engines : &common->engines,
                       own->seeds.count > 0 ? &own->seeds : &common->seeds,
                       own->hardware.count > 0 ? &own->hardware : &common->hardware,
                       (size_t)(own->repeats > 0 ? own->repeats : common->repeats)};
}

/* The lengths of the axes, slowest first. */
static void spec_lengths(const struct axes *axes, size_t length[SPEC_AXES]) {
  const struct grid *const grid = axes->grid;
  const size_t lengths[SPEC_AXES] = {grid->functions.count, grid->in_bits.count,    grid->scale_sets.count,
                                     grid->slopes.count,    grid->intercepts.count, grid->tails.count,
                                     axes->outputs->count,  axes->weights->count,   grid->entries.count};
  memcpy(length, lengths, sizeof lengths);
}

static void run_lengths(const struct axes *axes, size_t length[RUN_AXES]) {
  const size_t lengths[RUN_AXES] = {axes->engines->count, axes->seeds->count, axes->repeats, axes->hardware->count};
  memcpy(length, lengths, sizeof lengths);
}

static size_t product(const size_t *length, size_t count) {
  size_t total = 1;
  for (size_t i = 0; i < count; i++) {
    if (length[i] == 0 || total > SIZE_MAX / length[i])
      return length[i] == 0 ? 0 : SIZE_MAX;
    total *= length[i];
  }
  return total;
}

size_t expand_count(const struct grid *grid, const struct settings *common) {
  const struct axes axes = axes_of(grid, common);
  size_t length[SPEC_AXES + RUN_AXES];
  spec_lengths(&axes, length);
  run_lengths(&axes, length + SPEC_AXES);
  return product(length, SPEC_AXES + RUN_AXES);
}

/* Split a number into positions on each axis; the last axis changes fastest. */
static void positions(size_t index, const size_t *length, size_t count, size_t *position) {
  for (size_t i = count; i-- > 0;) {
    position[i] = index % length[i];
    index /= length[i];
  }
}

static struct spec spec_at(const struct axes *axes, const struct function *functions, const size_t at[SPEC_AXES]) {
  const struct grid *const grid = axes->grid;
  return (struct spec){.function = &functions[LIST_AT(&grid->functions, size_t, at[0])],
                       .in_bits = (int)LIST_AT(&grid->in_bits, uint64_t, at[1]),
                       .scales = LIST_AT(&grid->scale_sets, struct scale_set, at[2]),
                       .slope = LIST_AT(&grid->slopes, struct format, at[3]),
                       .intercept = LIST_AT(&grid->intercepts, struct format, at[4]),
                       .tails = LIST_AT(&grid->tails, enum tails, at[5]),
                       .output = LIST_AT(axes->outputs, struct output_stage, at[6]),
                       .weight = LIST_AT(axes->weights, struct weight_choice, at[7]).weight,
                       .entries = (int)LIST_AT(&grid->entries, uint64_t, at[8])};
}

static void set_run(struct point *point, const struct axes *axes, const size_t at[RUN_AXES]) {
  point->engine = LIST_AT(axes->engines, struct engine_settings, at[0]);
  point->seed = LIST_AT(axes->seeds, uint64_t, at[1]);
  point->repeat = (int)at[2];
  const struct datapath *const datapath = &LIST_AT(axes->hardware, struct datapath, at[3]);
  point->hardware = datapath->hardware;
  point->spec.restriction = datapath->restriction;
}

/* A set of points by identity: open addressing over indices into the array of points, plus one. */
struct seen {
  uint32_t *slot;
  size_t mask;
};

static bool seen_create(struct seen *seen, size_t points) {
  size_t slots = 16;
  while (slots < 2 * points)
    slots *= 2;
  seen->mask = slots - 1;
  seen->slot = calloc(slots, sizeof *seen->slot);
  return seen->slot != NULL;
}

/* Whether points[index] is new; if so it joins the set. */
static bool seen_add(const struct seen *seen, const struct point *points, size_t index) {
  const struct point_id *const id = &points[index].id;
  size_t i = (size_t)XXH3_64bits(id->hex, sizeof id->hex) & seen->mask;
  while (seen->slot[i] != 0) {
    if (memcmp(points[seen->slot[i] - 1].id.hex, id->hex, sizeof id->hex) == 0)
      return false;
    i = (i + 1) & seen->mask;
  }
  seen->slot[i] = (uint32_t)index + 1;
  return true;
}

struct expansion {
  struct sweep *out;
  struct seen seen;
  unsigned long long *function_hashes;
  const char *path;
  struct error *err;
};

/* All points of one spec. */
static void add_runs(const struct expansion *expansion, const struct axes *axes, const struct spec *spec) {
  struct sweep *const out = expansion->out;
  const unsigned long long hash = expansion->function_hashes[spec->function - out->functions];
  size_t length[RUN_AXES];
  run_lengths(axes, length);
  const size_t total = product(length, RUN_AXES);
  for (size_t i = 0; i < total; i++) {
    struct point *const point = &out->points[out->point_count];
    size_t at[RUN_AXES];
    positions(i, length, RUN_AXES, at);
    memset(point, 0, sizeof *point);
    point->spec = *spec;
    set_run(point, axes, at);
    memcpy(point->grid, axes->grid->name, sizeof point->grid);
    point_identify_hashed(point, hash);
    if (seen_add(&expansion->seen, out->points, out->point_count))
      out->point_count++;
    else
      out->duplicates++;
  }
}

/* `where` adds to what is said of the spec. */
static bool fail_spec(const struct expansion *expansion, const struct grid *grid, const struct spec *spec,
                      const char *where, const struct error *problem) {
  return error_set(expansion->err, ERROR_INPUT,
                   "%s:%zu: grids: %s: impossible at %s, %d-bit input, %d scale%s from %g, Q(%d, %d) slopes, "
                   "Q(%d, %d) intercepts, %d entries%s: %s",
                   expansion->path, grid->line, grid->name, spec->function->name, spec->in_bits, spec->scales.count,
                   spec->scales.count == 1 ? "" : "s", spec->scales.scale[0], spec->slope.bits, spec->slope.frac,
                   spec->intercept.bits, spec->intercept.frac, spec->entries, where, problem->text);
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

/* A spec, and then the unit that each hardware makes of it. */
static bool check_spec(const struct expansion *expansion, const struct axes *axes, const struct spec *spec) {
  struct error problem;
  if (!spec_check(spec, &problem))
    return fail_spec(expansion, axes->grid, spec, "", &problem);
  for (size_t i = 0; i < axes->hardware->count; i++)
    if (!check_datapath(expansion, axes->grid, spec, &LIST_AT(axes->hardware, struct datapath, i)))
      return false;
  return true;
}

static bool expand_grid(const struct expansion *expansion, const struct axes *axes) {
  size_t length[SPEC_AXES];
  spec_lengths(axes, length);
  const size_t total = product(length, SPEC_AXES);
  for (size_t i = 0; i < total; i++) {
    size_t at[SPEC_AXES];
    positions(i, length, SPEC_AXES, at);
    const struct spec spec = spec_at(axes, expansion->out->functions, at);
    if (!check_spec(expansion, axes, &spec))
      return false;
    add_runs(expansion, axes, &spec);
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

/* Give back what the duplicates would have taken. */
static void shrink(struct sweep *sweep) {
  struct point *const points = realloc(sweep->points, sweep->point_count * sizeof *points);
  if (points != NULL)
    sweep->points = points;
}

static bool allocate(struct expansion *expansion, size_t total) {
  struct sweep *const out = expansion->out;
  expansion->function_hashes = hash_functions(out);
  out->points = malloc(total * sizeof *out->points);
  return expansion->function_hashes != NULL && out->points != NULL && seen_create(&expansion->seen, total);
}

static void release(struct expansion *expansion) {
  free(expansion->seen.slot);
  free(expansion->function_hashes);
}

bool expand(struct sweep *out, const struct grid *grids, size_t count, const struct settings *common, size_t total,
            const char *path, struct error *err) {
  struct expansion expansion = {.out = out, .path = path, .err = err};
  if (!allocate(&expansion, total)) {
    release(&expansion);
    return error_memory(err, "points of the sweep");
  }
  bool ok = true;
  for (size_t i = 0; ok && i < count; i++) {
    const struct axes axes = axes_of(&grids[i], common);
    ok = expand_grid(&expansion, &axes);
  }
  release(&expansion);
  if (ok && out->duplicates > 0)
    shrink(out);
  return ok;
}
