/*
 * Dynamic fixed point: parameters of few significant bits. A code of the format is then m 2^s with a number m of
 * `significant` bits, two's complement, and s from 0 to bits - significant; a unit stores m and s. 0 stands for any
 * code of the format, here as in struct spec.
 */
#ifndef LUTDSE_MODEL_SIGNIFICANT_H
#define LUTDSE_MODEL_SIGNIFICANT_H

#include "model/format.h"

/* Whether a format can be dynamic with so many significant bits: 0, or 2 to bits - 1 with at most EXPONENTS_MAX
 * exponents. */
bool significant_valid(struct format format, int significant);

/* Whether a code of the format has no more significant bits. */
bool significant_holds(struct format format, int significant, int32_t code);

/* The code nearest to a finite real number that has no more significant bits; half to even, saturated. */
int32_t significant_code(struct format format, int significant, double value);

/* The least exponent s with which a code is stored, and its number m = code / 2^s. */
struct significant_parts {
  int32_t number;
  int exponent;
};

struct significant_parts significant_split(struct format format, int significant, int32_t code);

enum { FORMAT_TEXT = 32 }; /* bytes that any such text fits into */

/* A format for people: "Q(8,6)", or with exponents "Q(8,7)x8": 8 significant bits, 7 fraction bits, 8 exponents. */
const char *significant_text(struct format format, int significant, char text[FORMAT_TEXT]);

/* The exponents there are to choose from: 1 for any code of the format. */
int significant_exponents(struct format format, int significant);

#endif
