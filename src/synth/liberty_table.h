/* Look-up tables of Liberty. */
#ifndef LUTDSE_SYNTH_LIBERTY_TABLE_H
#define LUTDSE_SYNTH_LIBERTY_TABLE_H

#include "synth/liberty.h"
#include "synth/liberty_read.h"

/*
 * The table of a group such as rise_power (NULL: none), its values multiplied by `unit`. A table over anything but load
 * and slew is left empty. Fails with ERROR_INPUT, ERROR_INTERNAL.
 */
bool liberty_table_read(struct liberty_reader *reader, const struct liberty_group *group, double unit,
                        struct liberty_table *table);

/* The value at a load (pF) and slew (ns), linear between the points and constant beyond them; 0 of no table. */
double liberty_table_value(const struct liberty_table *table, double load, double slew);

#endif
