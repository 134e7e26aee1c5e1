/*
 * The problems of a results file as panels of figures: one for each function and setting (formats, scales, tails,
 * output stage) whose points have something to show.
 */
#ifndef LUTDSE_FRONT_PANELS_H
#define LUTDSE_FRONT_PANELS_H

#include "front/front.h"
#include "store/posed.h"

struct panel {
  const struct function *function;
  const uint32_t *point; /* its points that pass the filter, ascending */
  size_t count;
};

struct panels {
  size_t count;
  struct panel *panel; /* owned; functions in order of appearance, each one's panels together */
  struct posed posed;
};

/* Whether a panel has something to show. */
typedef bool panel_shows(const struct results *results, const struct panel *panel);

/*
 * The panels whose points are judged by that metric and have a design that passes the filter. There may be none. Fails
 * with ERROR_INTERNAL if memory runs out.
 */
bool panels_make(struct panels *out, const struct results *results, const struct design_filter *filter,
                 enum error_metric metric, panel_shows *shows, struct error *err);
void panels_release(struct panels *panels);

/* The panels of one function, from `first` on. */
size_t panels_of_function(const struct panels *panels, size_t first);

/*
 * What tells a panel from the others of panel[first ... first + count - 1]: "8 bit, Q(8,6), free"; its formats where
 * nothing does.
 */
void panel_label(const struct results *results, const struct panel *panel, size_t count, size_t index, char *text,
                 size_t size);

#endif
