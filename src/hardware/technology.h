/* Technology profiles: they turn NAND2 equivalents and the fitted energies and delays into one library's units. */
#ifndef LUTDSE_HARDWARE_TECHNOLOGY_H
#define LUTDSE_HARDWARE_TECHNOLOGY_H

#include <stdbool.h>
#include <stddef.h>

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

#endif
