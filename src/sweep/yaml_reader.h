/*
 * A small schema-driven reader over libyaml's document tree. It knows the file, the line and the key at hand,
 * so that every message reads "FILE:LINE: KEY: what is wrong; allowed: ...".
 *
 * Anchors and aliases are resolved by libyaml; a node reached over many aliases counts at every visit, and
 * the number of visits is bounded, so a small file cannot unfold into endless work.
 */
#ifndef LUTDSE_SWEEP_YAML_READER_H
#define LUTDSE_SWEEP_YAML_READER_H

#include <stddef.h>
#include <yaml.h>

#include "error.h"
#include "sweep/choices.h"
#include "sweep/list.h"

enum { YAML_READER_VISITS_MAX = 1 << 24, YAML_READER_TEXT_MAX = 4096 };

struct yaml_reader {
  const char *path; /* for messages */
  struct error *err;
  size_t visits;
  size_t limit; /* most values that one list may hold */
  char key[96]; /* the key at hand, dotted: "engine.population" */
  yaml_document_t document;
};

/* Reads one value into what `target` points to. */
typedef bool yaml_read(struct yaml_reader *reader, const yaml_node_t *node, void *target);

/* A key of a mapping. Arrays of them end with a NULL name. */
struct yaml_key {
  const char *name;
  yaml_read *read;
  bool required;
};

/*
 * Parse a text that must hold exactly one YAML document. `path` and `err` must outlive the reader. On failure
 * (ERROR_INPUT) nothing is to be closed.
 */
bool yaml_reader_open(struct yaml_reader *reader, const char *text, size_t size, const char *path, size_t limit,
                      struct error *err);
void yaml_reader_close(struct yaml_reader *reader);

const yaml_node_t *yaml_reader_root(struct yaml_reader *reader);

/* Line of a node, from 1. */
size_t yaml_reader_line(const yaml_node_t *node);

/* Fail with ERROR_INPUT and "FILE:LINE: KEY: " before a printf-style message. Returns false. */
bool yaml_reader_fail(struct yaml_reader *reader, const yaml_node_t *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Put "FILE:LINE: KEY: " before the message that is already in the reader's error. Returns false. */
bool yaml_reader_fail_prefix(struct yaml_reader *reader, const yaml_node_t *node);

/* Go into a key and back: enter appends ".NAME" to the key at hand and returns what leave needs. */
size_t yaml_reader_enter(struct yaml_reader *reader, const char *name);
void yaml_reader_leave(struct yaml_reader *reader, size_t mark);

/*
 * Read a mapping: every key must be one of `keys`, none twice, the required ones present. Values are read in the
 * order of `keys`, whatever their order in the file; absent ones leave `target` as it is.
 */
bool yaml_reader_mapping(struct yaml_reader *reader, const yaml_node_t *node, const struct yaml_key *keys,
                         void *target);

/* The two halves of it for keys that are not known beforehand: check them; find a key's value (NULL: absent). */
bool yaml_reader_check_keys(struct yaml_reader *reader, const yaml_node_t *node, const struct choices *allowed);
const yaml_node_t *yaml_reader_value(struct yaml_reader *reader, const yaml_node_t *mapping, const char *key);

/* Read each item of a sequence, or, where the node is no sequence, the node itself as the only item. */
bool yaml_reader_items(struct yaml_reader *reader, const yaml_node_t *node, yaml_read *read, void *target);

/* The text of a scalar: not empty, no control characters, at most YAML_READER_TEXT_MAX bytes. NULL on failure. */
const char *yaml_reader_text(struct yaml_reader *reader, const yaml_node_t *node);

/* A name of fewer than `size` letters, digits and . _ -, the first no dot and no dash; copied to `out`. */
bool yaml_reader_name(struct yaml_reader *reader, const yaml_node_t *node, char *out, size_t size);

/* The index of a scalar in a set of names; `what` names the kind of thing in the message. */
bool yaml_reader_choice(struct yaml_reader *reader, const yaml_node_t *node, const char *what,
                        const struct choices *choices, size_t *index);

/* Append to a list, within the reader's limit. */
bool yaml_reader_add(struct yaml_reader *reader, const yaml_node_t *node, struct list *list, const void *item,
                     size_t size);

#endif
