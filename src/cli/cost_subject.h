/* What `lutdse cost` prices: the unit of a design, or a plain unit. */
#ifndef LUTDSE_CLI_COST_SUBJECT_H
#define LUTDSE_CLI_COST_SUBJECT_H

#include "cli/design_source.h"
#include "hardware/cost.h"

/* What the command line asks for. */
struct cost_request {
  struct design_request design; /* its choice of entries and hardware is also that of plain units */
  const char *technology;       /* NULL: that of the design, or the default */
  int plain_bits;               /* 0: not a plain unit of integers */
  struct float_format format;   /* of a plain unit of floating-point numbers; 0 exponent bits: not that */
  const char *verilog;          /* where a plain unit's SystemVerilog is wanted; NULL: it is not */
};

/* Do not copy. */
struct cost_subject {
  char title[256];
  struct technology technology;
  struct unit_cost blocks; /* in units of the library of the fit */
  struct cost total;
  char *verilog;                         /* the unit as SystemVerilog, if that is wanted */
  const struct synthesised *synthesised; /* with blocks; NULL: there is none */
  struct design_source source;           /* if has_source; what `synthesised` points to lies in here */
  bool has_source;
};

/* Whether an option chooses among designs: one that is not also of plain units, or (`any`) one of those. */
bool cost_request_chooses(const struct cost_request *request, bool any);

/*
 * Fails as design_source_open() and unit_create() do; with ERROR_USAGE if an option does not go with what is asked for,
 * or if there is no such technology.
 */
bool cost_subject_open(struct cost_subject *out, const struct cost_request *request, struct error *err);
void cost_subject_release(struct cost_subject *subject);

/* A block's area in um^2 and energy in pJ, in the subject's technology. */
double cost_subject_area_um2(const struct cost_subject *subject, enum block block);
double cost_subject_energy_pj(const struct cost_subject *subject, enum block block);

#endif
