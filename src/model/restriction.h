/* What a datapath asks of a table, checked: of a spec, and of a design. */
#ifndef LUTDSE_MODEL_RESTRICTION_H
#define LUTDSE_MODEL_RESTRICTION_H

#include "model/design.h"

/* The entries that are stored, and searched: half of them if the table is mirrored. */
int restriction_stored_entries(const struct spec *spec);

/* The candidates at which stored breakpoints may lie: all, or those above 0 if the table is mirrored. */
struct code_range restriction_candidates(const struct spec *spec);

/*
 * Check the restriction of a spec whose other fields are right. Fails with ERROR_INPUT: a number or policy that there
 * is not; a mirrored table of a function without symmetry, of an odd number of entries or fewer than 4, in formats or
 * at scales in which mirror images are not exact; segments at scales that are no powers of two apart, or too many for
 * the domain.
 */
bool restriction_check(const struct spec *spec, struct error *err);

/* Whether a design, otherwise right, keeps to its spec's restriction. ERROR_INPUT says where it does not. */
bool restriction_check_design(const struct spec *spec, const struct design *design, struct error *err);

#endif
