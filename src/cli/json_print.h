/*
 * JSON on its way out. Whatever fails on the way up (memory, text that is not UTF-8) becomes a NULL, which jansson's
 * packers and these functions pass on; it is told when the whole is printed.
 */
#ifndef LUTDSE_CLI_JSON_PRINT_H
#define LUTDSE_CLI_JSON_PRINT_H

#include <jansson.h>
#include <stdio.h>

#include "error.h"

/* Append an item, both references taken over; if that fails the array becomes NULL. */
void json_append(json_t **array, json_t *item);

/*
 * Print a value on lines of their own and give up the reference. Fails with ERROR_INTERNAL if it is NULL; `what` names
 * it then. A failed write shows in the state of `out`, which the caller checks.
 */
bool json_print(json_t *value, FILE *out, const char *what, struct error *err);

#endif
