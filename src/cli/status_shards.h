/* What several runs add up to. */
#ifndef LUTDSE_CLI_STATUS_SHARDS_H
#define LUTDSE_CLI_STATUS_SHARDS_H

#include "cli/status_list.h"

/* How many devices of a run failed. */
size_t status_retired(const struct status_entry *entry);

/* How many runs there are in each state, their points, their rate, and when the last of them will be done. */
void status_print_total(const struct status_list *list, FILE *out);

/* A line for each sweep of which there are some shards (NAME-I-of-N) but not all. False if memory ran out. */
bool status_print_missing(const struct status_list *list, FILE *out);

#endif
