#include "cli/synth_library.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/synthesis.h"

/* What Debian's package qflow-tech-osu018 installs. */
static const char usual_library[] = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib";

/* How rows name the library: by its file's name. */
static bool name_library(const char *path, const char **name, struct error *err) {
  const char *const slash = strrchr(path, '/');
  *name = slash == NULL ? path : slash + 1;
  return strlen(*name) < sizeof((struct synthesised *)0)->library ||
         error_set(err, ERROR_INPUT, "%s: the name of the library is too long; give it one of less than %zu bytes",
                   path, sizeof((struct synthesised *)0)->library);
}

static bool find_usual(struct error *err) {
  if (access(usual_library, R_OK) != 0)
    return error_set(err, ERROR_IO,
                     "%s: not there; name a cell library with --liberty, or install that one (on Debian: apt-get "
                     "install qflow-tech-osu018)",
                     usual_library);
  (void)fprintf(stderr, "lutdse: the cell library is %s; --liberty names another\n", usual_library);
  return true;
}

bool synth_library_read(struct liberty *liberty, const char *path, const char **name, struct error *err) {
  if (path == NULL && !find_usual(err))
    return false;
  const char *const file = path != NULL ? path : usual_library;
  return name_library(file, name, err) && liberty_read(liberty, file, err);
}
