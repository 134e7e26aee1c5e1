/* Synthesis of many designs of results, several at once. */
#ifndef LUTDSE_RUN_SYNTH_DESIGNS_H
#define LUTDSE_RUN_SYNTH_DESIGNS_H

#include "run/unit_synthesis.h"
#include "store/results.h"

struct synth_progress {
  size_t wanted; /* designs asked for */
  size_t known;  /* of these: the results had them already */
  size_t done;   /* of the rest: synthesised, */
  size_t failed; /* or cannot be */
  double seconds;
};

/* Whom it tells, and asks: one call at a time, but not always by the same thread. Only `save` must not be NULL. */
struct synth_observer {
  void *context;
  void (*progress)(void *context, const struct synth_progress *progress);
  void (*failed)(void *context, size_t design, const struct error *err); /* it goes on with the others */
  /* Keep the results: whenever there is something new, but not most of the time; and at the end. */
  bool (*save)(void *context, struct error *err);
  bool (*stop)(void); /* asked by several threads at once */
};

struct synth_request {
  const size_t *design; /* rows of results.designs, each once */
  size_t count;
  const struct liberty *liberty;
  const char *library, *tool; /* how rows of results name them */
  bool blocks;                /* the area of each block's module as well */
  bool again;                 /* also designs that the results have rows of */
  unsigned jobs;              /* how many at once, from 1 */
};

/* The row of a design that this library and tool made; NULL: there is none. */
const struct synthesised *synth_find_row(const struct results *results, size_t design, const char *library,
                                         const char *tool);

/*
 * The figures of one unit as a row of design 0. Fails as unit_create() and unit_synthesise() do.
 */
bool synth_make_row(const struct synth_request *request, const struct spec *spec, const struct hardware *hardware,
                    const struct design *design, bool (*stop)(void), struct synthesised *row, struct error *err);

/*
 * Synthesise what the results lack and add the rows to them. A design that cannot be synthesised is told of and left
 * out. If the observer says stop, running tools end at once; nothing that was done is lost. Fails as saving does, and
 * with ERROR_INTERNAL.
 */
bool synth_designs(struct results *results, const struct synth_request *request, const struct synth_observer *observer,
                   struct synth_progress *progress, struct error *err);

#endif
