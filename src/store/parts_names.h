/* The files in a folder of parts. Internal to src/store/parts*.c. */
#ifndef LUTDSE_STORE_PARTS_NAMES_H
#define LUTDSE_STORE_PARTS_NAMES_H

#include "store/parts.h"

/* Room for the folder, a slash and any name. */
enum { PARTS_PATH_SIZE = sizeof((struct parts *)0)->folder + 256 + 1 };

/* A part of level 0 is a batch, one of level n + 1 was woven from some of level n. */
enum { PARTS_LEVELS = 10, PARTS_ALL_LEVELS = -1 };

/* Paths of parts, owned. */
struct parts_list {
  size_t count;
  char **path;
};

/* The path of a part. */
void parts_path_of(const struct parts *parts, uint64_t hash, int level, char path[PARTS_PATH_SIZE]);

/*
 * The parts of a level, in order of their names; those of all levels: the highest first. Fails with ERROR_IO or
 * ERROR_INTERNAL; the list is empty then.
 */
bool parts_list(const struct parts *parts, int level, struct parts_list *list, struct error *err);
void parts_list_free(struct parts_list *list);

/* Delete temporary files; or all files that are lutdse's, but for the lock. Returns 0 or the first errno. */
int parts_delete_temporary(const struct parts *parts);
int parts_delete_all(const struct parts *parts);

/* Whether there are parts, or some that were set aside. -1: the folder cannot be read. */
int parts_are_there(const struct parts *parts);

/* Whether the results file is there, or something else that is in its place. */
bool parts_file_is_there(const struct parts *parts);

/* Put a bad part aside; the message in `err` says why, and then what became of it. */
void parts_set_aside_bad(const char *path, struct error *err);

/*
 * A part could not be read: true if that is the part's fault or the system's, which is told, and the rest can go on;
 * false for failures that have nothing to do with it.
 */
bool parts_excuse(const struct parts *parts, const char *path, struct error *err);

#endif
