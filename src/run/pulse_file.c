#include "run/pulse_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/pulse.h"

bool pulse_file_set(struct pulse_file *file, const char *output) {
  const int length = snprintf(file->path, sizeof file->path, "%s.parts/" PULSE_FILE, output);
  /* As file.h names temporary files: what a kill leaves of them is deleted by the next run. */
  const int other =
      snprintf(file->temporary, sizeof file->temporary, "%s.parts/." PULSE_FILE ".%ld.tmp", output, (long)getpid());
  (void)snprintf(file->lock_path, sizeof file->lock_path, "%s.parts/lock", output);
  return length < (int)sizeof file->path && other < (int)sizeof file->temporary;
}

/* 0 or an errno. No fsync: after a power cut nobody asks whether the run lives. */
static int write_text(const char *path, const char *text) {
  const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0)
    return errno;
  const size_t length = strlen(text);
  const ssize_t written = write(file, text, length);
  int failed = written < 0 ? errno : (size_t)written < length ? ENOSPC : 0;
  if (close(file) != 0 && failed == 0)
    failed = errno;
  return failed;
}

int pulse_file_write(const struct pulse_file *file, const char *text) {
  int failed = write_text(file->temporary, text);
  if (failed == 0 && rename(file->temporary, file->path) != 0)
    failed = errno;
  if (failed != 0) {
    (void)unlink(file->temporary);
    (void)utimensat(AT_FDCWD, file->lock_path, NULL, 0);
  }
  return failed;
}
