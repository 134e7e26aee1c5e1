/* One change to the rows of a table, told in a few bytes. */
#ifndef LUTDSE_TESTS_FUZZ_RAW_CHANGE_H
#define LUTDSE_TESTS_FUZZ_RAW_CHANGE_H

#include <stdint.h>

#include "raw_tables.h"

/*
 * Eight bytes: what, table, row (two, little-endian), column or byte (two), value (two); each modulo how many there
 * are. What is one of: XOR a byte, set a number to one of those at which programs err, add to a number, copy a column
 * or a row from row `value`, swap with it, remove a row, repeat it, end the table before it.
 */
enum { RAW_CHANGE_SIZE = 8 };

void raw_change_apply(struct raw_tables *tables, const uint8_t change[RAW_CHANGE_SIZE]);

#endif
