/* The cell library that `lutdse synth` works with. */
#ifndef LUTDSE_CLI_SYNTH_LIBRARY_H
#define LUTDSE_CLI_SYNTH_LIBRARY_H

#include "synth/liberty.h"

/*
 * Read the library at `path`; NULL: the one that Debian packages, which is told on stderr. *name becomes how rows of
 * results name it: its file's name, for as long as `path` lives. Fails as liberty_read() does, with ERROR_IO if
 * Debian's is not there, with ERROR_INPUT if the name is too long. On success liberty_release() frees it.
 */
bool synth_library_read(struct liberty *liberty, const char *path, const char **name, struct error *err);

#endif
