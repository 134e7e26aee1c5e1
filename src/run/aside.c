#include "run/aside.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "store/parts.h"

enum { PATH_SIZE = PATH_MAX + 64 };

static bool is_there(const char *path) { return access(path, F_OK) == 0; }

static void parts_folder(const char *path, char folder[PATH_SIZE]) {
  (void)snprintf(folder, PATH_SIZE, "%s.parts", path);
}

void aside_name(const char *path, char *aside, size_t size) {
  const size_t length = strlen(path);
  const int stem = (int)(length > 3 && strcmp(path + length - 3, ".h5") == 0 ? length - 3 : length);
  char folder[PATH_SIZE];
  for (int n = 1; n < 1000000; n++) {
    (void)snprintf(aside, size, "%.*s.aside-%d.h5", stem, path, n);
    parts_folder(aside, folder);
    if (!is_there(aside) && !is_there(folder))
      return;
  }
}

static bool move(const char *from, const char *to, struct error *err) {
  return rename(from, to) == 0 || errno == ENOENT || file_error(err, "set aside", from, errno);
}

bool aside_move(const char *path, char *aside, size_t size, struct error *err) {
  struct parts parts;
  char from[PATH_SIZE], to[PATH_SIZE];
  aside[0] = '\0';
  /* Whoever holds the lock is at work on them. Closing also removes a folder without parts. */
  if (!parts_open(&parts, path, err))
    return false;
  parts_close(&parts);
  parts_folder(path, from);
  if (!is_there(path) && !is_there(from))
    return true;
  aside_name(path, aside, size);
  parts_folder(aside, to);
  return move(path, aside, err) && move(from, to, err);
}
