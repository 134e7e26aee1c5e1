/* What the parts of the Liberty reader share. */
#ifndef LUTDSE_SYNTH_LIBERTY_READ_H
#define LUTDSE_SYNTH_LIBERTY_READ_H

#include "synth/liberty.h"
#include "synth/liberty_group.h"

/* What one unit of the file is in ours. */
struct liberty_units {
  double time, capacitance, voltage, energy, leakage;
};

struct liberty_reader {
  struct liberty *liberty;
  const struct liberty_group *library; /* the top-level group, which has the tables' templates */
  struct liberty_units units;
  struct error *err;
};

/* "PATH:LINE: message", ERROR_INPUT. Returns false. */
bool liberty_fail(const struct liberty_reader *reader, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The attribute as a finite number; *value stays what it is if there is no such attribute. */
bool liberty_number(const struct liberty_reader *reader, const struct liberty_group *group, const char *name,
                    double *value);

/* The library's units and nominal voltage. */
bool liberty_units_read(struct liberty_reader *reader);

/* One cell. */
bool liberty_cell_read(struct liberty_reader *reader, const struct liberty_group *group, struct liberty_cell *cell);

/* A pin's capacitance, energies and transitions; its function is the cell's affair. */
bool liberty_pin_read(struct liberty_reader *reader, const struct liberty_group *group, struct liberty_pin *pin);

#endif
