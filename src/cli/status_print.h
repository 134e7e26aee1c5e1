/* The output of `lutdse status`. */
#ifndef LUTDSE_CLI_STATUS_PRINT_H
#define LUTDSE_CLI_STATUS_PRINT_H

#include "cli/status_list.h"

/* For people: a page about a single entry. */
void status_print_entry(const struct status_entry *entry, FILE *out);

/* A line each and a total, and which shards of a sweep are not there. False if memory ran out. */
bool status_print_list(const struct status_list *list, FILE *out);

/* An array of objects, described in docs/status.md; NULL if memory ran out. */
json_t *status_json(const struct status_list *list);

#endif
