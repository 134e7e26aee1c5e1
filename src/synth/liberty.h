/*
 * A cell library as Liberty describes it, so far as area, energy and function need it.
 *
 * Units, whatever the file's own: ns, pF, pJ, V, µW. Areas are the file's, which are µm² in all libraries known.
 */
#ifndef LUTDSE_SYNTH_LIBERTY_H
#define LUTDSE_SYNTH_LIBERTY_H

#include <stdbool.h>

#include "error.h"
#include "synth/logic.h"

/* Values over output load (pF) and input slew (ns), by rows of equal load; count 0: there is no such table. */
struct liberty_table {
  const double *load, *slew, *value;
  size_t loads, slews;
};

/* One internal_power group: the energy of a rise and of a fall, in pJ. */
struct liberty_power {
  const char *related_pin; /* "" if none is named */
  struct liberty_table rise, fall;
  struct liberty_power *next;
};

struct liberty_pin {
  const char *name;
  bool input, output;
  double capacitance_pf;
  struct logic function; /* of outputs: of the cell's pins and, after these, its two states */
  struct liberty_power *power;
  struct liberty_table rise_transition, fall_transition; /* of an output's first timing group */
};

/* LIBERTY_OTHER: what the reader does not understand (tristates, state tables, banks); never simulated. */
enum liberty_kind { LIBERTY_LOGIC, LIBERTY_FLIP_FLOP, LIBERTY_LATCH, LIBERTY_OTHER };

/*
 * Functions read variable i < pin_count for pin i, pin_count for the state and pin_count + 1 for its complement. A
 * latch has its data in `next` and its enable in `clock`.
 */
struct liberty_cell {
  const char *name;
  enum liberty_kind kind;
  double area, leakage_uw;
  bool unusable; /* dont_use */
  struct liberty_pin *pins;
  size_t pin_count;
  struct logic next, clock, clear, preset;
  int line;
};

/* Energies and capacitances of a library; release with liberty_release(). */
struct liberty {
  const char *path, *name;
  double voltage; /* nominal */
  struct liberty_cell *cells;
  size_t cell_count;
  struct arena arena;
};

/*
 * Read a Liberty file (plain text, at most 512 MiB), or one in memory, which messages call `path`. ERROR_INPUT names
 * file and line; ERROR_IO, ERROR_INTERNAL. After a failure there is nothing to release.
 */
bool liberty_read(struct liberty *liberty, const char *path, struct error *err);
bool liberty_parse(struct liberty *liberty, const char *text, size_t size, const char *path, struct error *err);

void liberty_release(struct liberty *liberty);

/* NULL if there is none. */
const struct liberty_cell *liberty_find(const struct liberty *liberty, const char *name);

#endif
