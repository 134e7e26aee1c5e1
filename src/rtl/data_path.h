/* The signals between the blocks, and how they are declared, registered and connected. Internal to src/rtl/. */
#ifndef LUTDSE_RTL_DATA_PATH_H
#define LUTDSE_RTL_DATA_PATH_H

#include "rtl/emit.h"

/* A signal of the data path. Registering it gives it the next stage's name. */
struct signal {
  const char *base;
  char name[24];
  int bits; /* 0: the unit has none */
  bool is_signed;
};

struct path {
  struct signal x, scale, operand, negative, range_left, entry;
  struct signal slope, slope_exponent, intercept, intercept_exponent, product, term;
  int stage;
};

/* A signal that is called as its base. */
struct signal signal_of(const char *base, int bits, bool is_signed);

void put_declaration(const struct rtl *rtl, const struct signal *signal);

enum { REGISTERS_MAX = 9 };

/* A stage of registers: each signal goes on under a new name. A list ends with NULL. */
void put_stage(const struct rtl *rtl, struct path *path, const char *comment, struct signal *const list[REGISTERS_MAX]);

/* An instance: "NAME_block u_block (", then its ports, one a line, of which the last closes it. */
void put_instance(const struct rtl *rtl, const char *block);
void put_link(const struct rtl *rtl, const char *port, const char *signal, bool last);

/* A link that is not the last, if the unit has the signal. */
void put_link_if(const struct rtl *rtl, const char *port, const struct signal *signal);

#endif
