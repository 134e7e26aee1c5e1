/* Whether two files are the same. Internal to src/run/. */
#ifndef LUTDSE_RUN_MERGE_SAME_H
#define LUTDSE_RUN_MERGE_SAME_H

#include <stdbool.h>

/* Byte by byte; false also where one cannot be read. */
bool merge_same_content(const char *a, const char *b);

#endif
