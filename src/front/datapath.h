/* Which hardware to look at. */
#ifndef LUTDSE_FRONT_DATAPATH_H
#define LUTDSE_FRONT_DATAPATH_H

#include "store/results.h"

/* Each choice counts only where it is asked for; all zero: any hardware. */
struct datapath_filter {
  bool by_storage, by_selector, by_digits, by_symmetry, by_pipeline, by_ranges;
  enum storage storage;
  enum selector selector;
  int slope_digits; /* 0: full multipliers */
  bool mirrored;
  int pipeline;
  int ranges; /* 1: none but the domain */
};

/* Whether a point's datapath passes the filter. */
bool datapath_accepts(const struct datapath_filter *filter, const struct point *point);

/* Append what is asked for to a list of `size` bytes: "storage rom, digits full". */
void datapath_append_wanted(const struct datapath_filter *filter, char *text, size_t size);

#endif
