/*
 * A first pass over a YAML text, before it becomes a tree: that it is well-formed, one document, and within bounds
 * that keep libyaml's own work and memory small (its time grows with the square of depth and anchors).
 */
#ifndef LUTDSE_SWEEP_YAML_TEXT_H
#define LUTDSE_SWEEP_YAML_TEXT_H

#include <stddef.h>
#include <yaml.h>

#include "error.h"

enum { YAML_TEXT_DEPTH_MAX = 32, YAML_TEXT_ANCHORS_MAX = 1000, YAML_TEXT_VALUES_MAX = 1000000 };

/* Fails with ERROR_INPUT and "FILE:LINE: what is wrong". */
bool yaml_text_check(const char *text, size_t size, const char *path, struct error *err);

/* A parser that reads the text as UTF-8; to be deleted by the caller. */
bool yaml_text_parser(yaml_parser_t *parser, const char *text, size_t size, struct error *err);

/* The message of a parser that has failed. Returns false. */
bool yaml_text_fail(const yaml_parser_t *parser, const char *text, size_t size, const char *path, struct error *err);

/* The end of a path, short enough to leave room for a message. */
const char *yaml_text_path(const char *path);

#endif
