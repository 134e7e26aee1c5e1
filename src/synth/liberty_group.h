/*
 * The syntax of Liberty files: a tree of groups, which hold attributes and further groups. What the names mean is
 * nothing to this reader, so it reads any Liberty file.
 */
#ifndef LUTDSE_SYNTH_LIBERTY_GROUP_H
#define LUTDSE_SYNTH_LIBERTY_GROUP_H

#include <stdbool.h>

#include "error.h"
#include "synth/arena.h"

/* `name : value ;` (one value) or `name (value, value, ...) ;`. Values are texts without their quotes. */
struct liberty_attribute {
  const char *name;
  const char *const *values;
  size_t count;
  int line;
  struct liberty_attribute *next;
};

/* `name (argument, ...) { ... }`, its attributes and groups in the order of the file. */
struct liberty_group {
  const char *name;
  const char *const *arguments;
  size_t argument_count;
  int line;
  struct liberty_attribute *attributes;
  struct liberty_group *groups;
  struct liberty_group *next;
};

/*
 * Read a whole file's text: its one top-level group, in memory of `arena`. NULL on failure: ERROR_INPUT ("PATH:LINE:
 * what"), ERROR_INTERNAL.
 */
struct liberty_group *liberty_group_parse(struct arena *arena, const char *text, size_t size, const char *path,
                                          struct error *err);

/* The attribute of that name (the last one, if there are more); NULL if there is none. */
const struct liberty_attribute *liberty_group_attribute(const struct liberty_group *group, const char *name);

/* The first value of the attribute of that name; NULL if there is none. */
const char *liberty_group_text(const struct liberty_group *group, const char *name);

/* The first group of that name at or after `group` (itself or a later sibling); NULL if there is none. */
const struct liberty_group *liberty_group_find(const struct liberty_group *group, const char *name);

#endif
