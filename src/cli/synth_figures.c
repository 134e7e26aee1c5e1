#include "cli/synth_figures.h"

#include <math.h>
#include <stdlib.h>

const struct synthesised *synth_figures_row(const struct synth_print *print, size_t index) {
  const struct synth_request *const request = print->request;
  return synth_find_row(print->results, request->design[index], request->library, request->tool);
}

const struct scored_design *synth_figures_design(const struct synth_print *print, size_t index) {
  return &print->results->designs[print->request->design[index]];
}

const struct point *synth_figures_point(const struct synth_print *print, size_t index) {
  return &print->results->points[synth_figures_design(print, index)->point];
}

static struct agreement_pair find_pair(const struct synth_print *print, size_t index, enum agreement_metric metric) {
  const struct technology *const technology = &synth_figures_point(print, index)->hardware.technology;
  const struct synthesised *const row = synth_figures_row(print, index);
  return (struct agreement_pair){agreement_model(metric, &synth_figures_design(print, index)->cost, technology),
                                 row == NULL ? (double)NAN : agreement_synthesis(metric, row)};
}

static bool fill(struct synth_figures *figures, const struct synth_print *print, struct error *err) {
  const size_t count = print->request->count;
  for (int m = 0; m < AGREEMENT_METRICS; m++) {
    const enum agreement_metric metric = (enum agreement_metric)m;
    struct agreement_pair *const pair = figures->pair + (size_t)m * count;
    for (size_t i = 0; i < count; i++)
      pair[i] = find_pair(print, i, metric);
    if (!agreement_of(pair, count, metric, &figures->agreement[m], err))
      return false;
  }
  return true;
}

bool synth_figures_collect(struct synth_figures *figures, const struct synth_print *print, struct error *err) {
  figures->pair = malloc((print->request->count + 1) * AGREEMENT_METRICS * sizeof *figures->pair);
  if (figures->pair == NULL)
    return error_memory(err, "figures of synthesis");
  if (fill(figures, print, err))
    return true;
  synth_figures_release(figures);
  return false;
}

void synth_figures_release(struct synth_figures *figures) { free(figures->pair); }

struct agreement_pair synth_figures_pair(const struct synth_figures *figures, const struct synth_print *print,
                                         enum agreement_metric metric, size_t index) {
  return figures->pair[(size_t)metric * print->request->count + index];
}
