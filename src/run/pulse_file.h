/* Where a status file lies, and how it is written. Internal to pulse.c. */
#ifndef LUTDSE_RUN_PULSE_FILE_H
#define LUTDSE_RUN_PULSE_FILE_H

#include <limits.h>
#include <stdbool.h>

struct pulse_file {
  char path[PATH_MAX], temporary[PATH_MAX], lock_path[PATH_MAX];
};

/* In the folder of an output's parts. Returns false if a name is too long. */
bool pulse_file_set(struct pulse_file *file, const char *output);

/*
 * Put the text in the file's place. Returns 0 or an errno; then the lock of the parts has got the time of now, which is
 * the sign of life that other writers look for.
 */
int pulse_file_write(const struct pulse_file *file, const char *text);

#endif
