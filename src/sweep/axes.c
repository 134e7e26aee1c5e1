#include "sweep/axes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/format_axis.h"
#include "sweep/hardware_axis.h"

struct grid_axes grid_axes_of(const struct grid *grid, const struct settings *common) {
  const struct settings *const own = &grid->own;
  struct grid_axes axes = {.grid = grid,
                           .outputs = own->outputs.count > 0 ? &own->outputs : &common->outputs,
                           .weights = own->weights.count > 0 ? &own->weights : &common->weights,
                           .engines = own->engines.count > 0 ? &own->engines : &common->engines,
                           .seeds = own->seeds.count > 0 ? &own->seeds : &common->seeds,
                           .hardware = own->hardware.count > 0 ? &own->hardware : &common->hardware,
                           .repeats = (size_t)(own->repeats > 0 ? own->repeats : common->repeats)};
  const size_t spec[SPEC_AXES] = {
      grid->functions.count, grid->in_bits.count, grid->scale_sets.count, grid->slopes.count,  grid->intercepts.count,
      grid->tails.count,     grid->ranges.count,  axes.outputs->count,    axes.weights->count, grid->entries.count};
  const size_t run[RUN_AXES] = {axes.engines->count, axes.seeds->count, axes.repeats, axes.hardware->count};
  memcpy(axes.spec_length, spec, sizeof spec);
  memcpy(axes.run_length, run, sizeof run);
  return axes;
}

size_t axes_product(const size_t *length, size_t count) {
  size_t total = 1;
  for (size_t i = 0; i < count; i++) {
    if (length[i] == 0 || total > SIZE_MAX / length[i])
      return length[i] == 0 ? 0 : SIZE_MAX;
    total *= length[i];
  }
  return total;
}

size_t grid_axes_points(const struct grid_axes *axes) {
  const size_t parts[] = {axes_product(axes->spec_length, SPEC_AXES), axes_product(axes->run_length, RUN_AXES)};
  return axes_product(parts, 2);
}

/* Split a number into positions on each axis; the last axis changes fastest. */
static void positions(size_t index, const size_t *length, size_t count, size_t *position) {
  for (size_t i = count; i-- > 0;) {
    position[i] = index % length[i];
    index /= length[i];
  }
}

struct spec grid_axes_spec(const struct grid_axes *axes, const struct function *functions, size_t index) {
  const struct grid *const grid = axes->grid;
  size_t at[SPEC_AXES];
  positions(index, axes->spec_length, SPEC_AXES, at);
  const struct format_choice *const slope = &LIST_AT(&grid->slopes, struct format_choice, at[3]);
  const struct format_choice *const intercept = &LIST_AT(&grid->intercepts, struct format_choice, at[4]);
  const int ranges = (int)LIST_AT(&grid->ranges, uint64_t, at[6]);
  return (struct spec){.function = &functions[LIST_AT(&grid->functions, size_t, at[0])],
                       .in_bits = (int)LIST_AT(&grid->in_bits, uint64_t, at[1]),
                       .scales = LIST_AT(&grid->scale_sets, struct scale_set, at[2]),
                       .slope = slope->format,
                       .intercept = intercept->format,
                       .slope_significant = slope->significant,
                       .intercept_significant = intercept->significant,
                       .ranges = ranges == 1 ? 0 : ranges,
                       .tails = LIST_AT(&grid->tails, enum tails, at[5]),
                       .output = LIST_AT(axes->outputs, struct output_stage, at[7]),
                       .weight = LIST_AT(axes->weights, struct weight_choice, at[8]).weight,
                       .entries = (int)LIST_AT(&grid->entries, uint64_t, at[9])};
}

void grid_axes_run(const struct grid_axes *axes, size_t index, struct point *point) {
  size_t at[RUN_AXES];
  positions(index, axes->run_length, RUN_AXES, at);
  point->engine = LIST_AT(axes->engines, struct engine_settings, at[0]);
  point->seed = LIST_AT(axes->seeds, uint64_t, at[1]);
  point->repeat = (int)at[2];
  const struct datapath *const datapath = &LIST_AT(axes->hardware, struct datapath, at[3]);
  point->hardware = datapath->hardware;
  point->spec.restriction = datapath->restriction;
}

static bool same_restriction(const struct restriction *a, const struct restriction *b) {
  return a->segments == b->segments && a->slope_digits == b->slope_digits && a->mirrored == b->mirrored;
}

size_t grid_axes_alike(const struct grid_axes *axes, size_t index) {
  const size_t choices = axes->hardware->count, first = index % choices;
  const struct datapath *const datapath = &LIST_AT(axes->hardware, struct datapath, first);
  size_t count = 1;
  while (first + count < choices && same_restriction(&datapath[count].restriction, &datapath->restriction))
    count++;
  return count;
}

/* The root over 1 of x^(d + 1) = x + 1: the golden ratio for d = 1, and what takes its place in d dimensions. */
static double golden_root(size_t d) {
  double x = 1.5;
  for (double last = 0; fabs(x - last) > 1e-15;) {
    last = x;
    x = pow(1 + x, 1 / (double)(d + 1));
  }
  return x;
}

double grid_axes_spread(const struct grid_axes *axes, size_t point) {
  const size_t runs = axes_product(axes->run_length, RUN_AXES);
  size_t at[SPEC_AXES + RUN_AXES], length[SPEC_AXES + RUN_AXES], varying = 0;
  memcpy(length, axes->spec_length, sizeof axes->spec_length);
  memcpy(length + SPEC_AXES, axes->run_length, sizeof axes->run_length);
  positions(point / runs, axes->spec_length, SPEC_AXES, at);
  positions(point % runs, axes->run_length, RUN_AXES, at + SPEC_AXES);
  for (size_t i = 0; i < SPEC_AXES + RUN_AXES; i++)
    varying += length[i] > 1;
  if (varying == 0)
    return 0; /* one place only, and no root */
  const double root = golden_root(varying);
  double sum = 0, factor = 1;
  for (size_t i = 0; i < SPEC_AXES + RUN_AXES; i++)
    if (length[i] > 1)
      sum += (double)at[i] * (factor /= root);
  return sum - floor(sum);
}

bool sweep_axes_number(struct sweep_axes *axes) {
  static const uint64_t most = UINT64_C(1) << 62;
  axes->first = malloc((axes->grids.count + 1) * sizeof *axes->first);
  if (axes->first == NULL)
    return false;
  uint64_t places = 0;
  for (size_t g = 0; g < axes->grids.count; g++) {
    const struct grid_axes grid = grid_axes_of(&LIST_AT(&axes->grids, struct grid, g), &axes->common);
    const size_t points = grid_axes_points(&grid);
    axes->first[g] = places;
    if (points > most - places)
      return false;
    places += points;
  }
  axes->first[axes->grids.count] = places;
  return true;
}

size_t sweep_axes_grid(const struct sweep_axes *axes, uint64_t place) {
  size_t low = 0, high = axes->grids.count;
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (axes->first[middle] <= place)
      low = middle;
    else
      high = middle;
  }
  return low;
}

void sweep_axes_release(struct sweep_axes *axes) {
  for (size_t i = 0; i < axes->grids.count; i++)
    grid_release((struct grid *)axes->grids.items + i);
  list_release(&axes->grids);
  settings_release(&axes->common);
  free(axes->first);
  *axes = (struct sweep_axes){.first = NULL};
}
