#include "run/aside.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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
