/* The dots of a figure: all designs, or a choice of them where there are very many. */
#include <math.h>
#include <stdlib.h>

#include "front/figure.h"

/* Spots of a figure that print apart: about its width and height in points of the finest printer. */
enum { SPOTS_ACROSS = 700, SPOTS_UP = 500 };

/* A cell is so many spots wide and high. */
struct cells {
  const struct figure_axes *axes;
  const struct figure_series *series;
  size_t side;
  uint32_t *taken; /* owned; per cell: one bit for each style, 8 x 4 of them */
};

/* The cell in which a dot prints. */
static size_t cell_of(const struct cells *cells, const struct front_dot *dot) {
  const struct figure_axes *const axes = cells->axes;
  const double across = axes->log_cost ? log(dot->cost / axes->cost_min) / log(axes->cost_max / axes->cost_min)
                                       : (dot->cost - axes->cost_min) / (axes->cost_max - axes->cost_min);
  const double up =
      log(figure_drawn_error(axes, dot->error) / axes->error_min) / log(axes->error_max / axes->error_min);
  const size_t column = (size_t)(fmin(fmax(across, 0), 1) * (SPOTS_ACROSS - 1));
  const size_t row = (size_t)(fmin(fmax(up, 0), 1) * (SPOTS_UP - 1));
  return row / cells->side * SPOTS_ACROSS + column / cells->side;
}

/* Neighbours on a continuous palette may share a bit. */
static uint32_t style_of(const struct figure_series *series, const struct front_dot *dot) {
  const int colour = figure_dot_colour(series, dot), shape = figure_dot_shape(series, dot);
  return UINT32_C(1) << (unsigned)((colour % 8) * FIGURE_SHAPES_MAX + shape - 1);
}

/* Whether a dot is the first of its style in its cell. */
static bool takes(struct cells *cells, const struct front_dot *dot) {
  const uint32_t style = style_of(cells->series, dot);
  uint32_t *const taken = &cells->taken[cell_of(cells, dot)];
  const bool first = (*taken & style) == 0;
  *taken |= style;
  return first;
}

static bool clear(struct cells *cells, size_t side, struct error *err) {
  free(cells->taken);
  cells->side = side;
  cells->taken = calloc((size_t)SPOTS_ACROSS * SPOTS_UP, sizeof *cells->taken);
  return cells->taken != NULL || error_memory(err, "a figure");
}

/* How many dots would be drawn with cells of that side, from what spots have. */
static size_t count_joined(const struct cells *spots, struct cells *joined) {
  size_t count = 0;
  for (size_t row = 0; row < SPOTS_UP; row++)
    for (size_t column = 0; column < SPOTS_ACROSS; column++) {
      uint32_t *const cell = &joined->taken[row / joined->side * SPOTS_ACROSS + column / joined->side];
      const uint32_t styles = spots->taken[row * SPOTS_ACROSS + column] & ~*cell;
      count += (size_t)__builtin_popcount(styles);
      *cell |= styles;
    }
  return count;
}

/* The smallest cells that leave no more than `most` dots, or as few as there can be. */
static bool choose_side(const struct cells *spots, size_t most, size_t *side, struct error *err) {
  struct cells joined = {.taken = NULL};
  bool ok = true;
  for (*side = 1; ok && *side < SPOTS_UP; ++*side)
    if ((ok = clear(&joined, *side, err)) && count_joined(spots, &joined) <= most)
      break;
  free(joined.taken);
  return ok;
}

static void take_all(struct cells *cells, const struct front_view *view) {
  for (size_t i = 0; i < view->all_count; i++)
    (void)takes(cells, &view->all[i]);
}

static void write_dots(FILE *out, struct cells *cells, const struct front_view *view) {
  (void)fprintf(out, "# cost error colour shape\n");
  for (size_t i = 0; i < view->all_count; i++)
    if (takes(cells, &view->all[i])) {
      figure_write_dot(out, cells->axes, cells->series, &view->all[i]);
      (void)fputc('\n', out);
    }
}

bool figure_write_cloud(FILE *out, const struct front_view *view, const struct figure_axes *axes,
                        const struct figure_series *series, size_t most, struct error *err) {
  struct cells cells = {.axes = axes, .series = series};
  size_t side = 1;
  bool ok = clear(&cells, 1, err);
  if (ok && view->all_count > most) {
    take_all(&cells, view);
    ok = choose_side(&cells, most, &side, err) && clear(&cells, side, err);
  }
  if (ok)
    write_dots(out, &cells, view);
  free(cells.taken);
  return ok;
}
