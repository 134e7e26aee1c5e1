/*
 * The hardware-cost model: area, power and delay of the unit that holds a table. Analytical, fitted on
 * synthesised units; formulas, coefficients and their errors are in docs/cost.md.
 */
#ifndef LUTDSE_MODEL_COST_H
#define LUTDSE_MODEL_COST_H

#include "model/design.h"

/* Where the parameters live. */
enum storage {
  STORAGE_ENABLE, /* programmable registers, always clocked, write-enable multiplexer per bit (default) */
  STORAGE_GATED,  /* programmable registers on a gated load clock */
  STORAGE_ROM     /* constants: the cost depends on the table's content */
};

/* How the entry is found. */
enum selector {
  SELECT_ONE_HOT, /* parallel comparators, one-hot and-or (default) */
  SELECT_TREE,    /* parallel comparators, multiplexer tree */
  SELECT_BINARY   /* binary search */
};

/* Names as in sweeps: "enable" "gated" "rom"; "one_hot" "tree" "binary". Parse returns -1 for anything else. */
const char *storage_name(enum storage storage);
int storage_parse(const char *name);
const char *selector_name(enum selector selector);
int selector_parse(const char *name);

/* A technology profile: turns NAND2 equivalents and the fitted energies and delays into one library's units. */
struct technology {
  char name[32];
  double ge_um2;       /* area of a NAND2 equivalent, um^2 */
  double flip_flop_ge; /* a flip-flop, in NAND2 equivalents */
  double energy_scale; /* energy per operation, relative to the fitted 130 nm library */
  double delay_scale;  /* delay, relative to the same */
  double clock_mhz;    /* the clock at which power is quoted */
};

/*
 * Built-in profiles, by index ("paper28", the default, is index 0; "ihp130") or by name. False, and *out unchanged,
 * if there is none.
 */
bool technology_builtin(size_t index, struct technology *out);
bool technology_find(const char *name, struct technology *out);

struct hardware {
  enum storage storage;
  enum selector selector;
  struct technology technology;
};

struct cost {
  double area_ge; /* NAND2 equivalents */
  double area_um2;
  double energy_pj; /* per operation */
  double power_mw;  /* energy * clock_mhz / 1000 */
  double delay_ns;
};

/*
 * Cost of the single-cycle unit for a design. The output width is spec->output.bits, or in_bits where there is no
 * output stage. Only ROM storage looks at the design's codes.
 */
void cost_model(const struct spec *spec, const struct design *design, const struct hardware *hardware,
                struct cost *cost);

#endif
