/* All that `lutdse status` is asked about. */
#ifndef LUTDSE_CLI_STATUS_LIST_H
#define LUTDSE_CLI_STATUS_LIST_H

#include "cli/status_entry.h"

struct status_list {
  struct status_entry *entry;
  size_t count;
  bool folder; /* one was looked through */
};

/*
 * Look at paths: a results file, its folder of parts, or a folder of such (those in it, not below, but for results that
 * were set aside). `before` is what an earlier look found (may be empty). Fails with ERROR_IO if a path is not there,
 * with ERROR_NOTHING_FOUND if nothing of lutdse is; *list is empty then.
 */
bool status_list_look(struct status_list *list, char *const *paths, size_t count, const struct status_list *before,
                      struct error *err);
void status_list_release(struct status_list *list);

#endif
