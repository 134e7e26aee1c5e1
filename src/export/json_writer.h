/*
 * JSON text for people: every key on its own line, arrays of numbers on one.
 */
#ifndef LUTDSE_EXPORT_JSON_WRITER_H
#define LUTDSE_EXPORT_JSON_WRITER_H

#include <jansson.h>

#include "error.h"
#include "model/significant.h"

/* Set key to a finite number, which reads back exactly. False if it is not finite or memory runs out. */
bool json_put_real(json_t *object, const char *key, double value);

/* An array of the numbers; NULL if one is not finite or memory runs out. */
json_t *json_reals(const double *values, size_t count);

/*
 * {"bits": 8, "frac": 6}, or with exponents {"bits": 8, "frac": 7, "exponents": 8}, whose bits are the significant
 * ones; NULL if memory runs out.
 */
json_t *json_format(struct format format, int significant);

/* The text of an object, ending in a newline; the caller frees it. Fails with ERROR_INTERNAL. */
bool json_text(const json_t *object, char **out, struct error *err);

#endif
