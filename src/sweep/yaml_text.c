#include "sweep/yaml_text.h"

#include <string.h>

enum { PATH_SHOWN = 200 };

const char *yaml_text_path(const char *path) {
  const size_t length = strlen(path);
  return length > PATH_SHOWN ? path + length - PATH_SHOWN : path;
}

/* The line of a byte of the text, from 1. */
static size_t line_of(const char *text, size_t size, size_t offset) {
  size_t line = 1;
  for (size_t i = 0; i < offset && i < size; i++)
    line += text[i] == '\n';
  return line;
}

bool yaml_text_fail(const yaml_parser_t *parser, const char *text, size_t size, const char *path, struct error *err) {
  /* Some of libyaml's functions fail for want of memory without saying so. */
  if (parser->error == YAML_MEMORY_ERROR || parser->error == YAML_NO_ERROR)
    return error_memory(err, "YAML document");
  const size_t line =
      parser->error == YAML_READER_ERROR ? line_of(text, size, parser->problem_offset) : parser->problem_mark.line + 1;
  return error_set(err, ERROR_INPUT, "%s:%zu: malformed YAML: %s%s%s", yaml_text_path(path), line,
                   parser->problem == NULL ? "cannot be parsed" : parser->problem, parser->context == NULL ? "" : " ",
                   parser->context == NULL ? "" : parser->context);
}

bool yaml_text_parser(yaml_parser_t *parser, const char *text, size_t size, struct error *err) {
  if (!yaml_parser_initialize(parser))
    return error_memory(err, "YAML parser");
  yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(parser, (const unsigned char *)text, size);
  return true;
}

struct survey {
  const char *path;
  struct error *err;
  size_t documents, values, anchors, depth;
};

static bool is_anchored(const yaml_event_t *event) {
  switch (event->type) {
  case YAML_SCALAR_EVENT:
    return event->data.scalar.anchor != NULL;
  case YAML_SEQUENCE_START_EVENT:
    return event->data.sequence_start.anchor != NULL;
  case YAML_MAPPING_START_EVENT:
    return event->data.mapping_start.anchor != NULL;
  default:
    return false;
  }
}

static void count(struct survey *survey, const yaml_event_t *event) {
  survey->anchors += is_anchored(event);
  switch (event->type) {
  case YAML_DOCUMENT_START_EVENT:
    survey->documents++;
    break;
  case YAML_SEQUENCE_START_EVENT:
  case YAML_MAPPING_START_EVENT:
    survey->values++;
    survey->depth++;
    break;
  case YAML_SEQUENCE_END_EVENT:
  case YAML_MAPPING_END_EVENT:
    survey->depth--;
    break;
  case YAML_SCALAR_EVENT:
  case YAML_ALIAS_EVENT:
    survey->values++;
    break;
  default:
    break;
  }
}

static bool check(const struct survey *survey, const yaml_event_t *event) {
  const char *const path = yaml_text_path(survey->path);
  const size_t line = event->start_mark.line + 1;
  if (survey->documents > 1)
    return error_set(survey->err, ERROR_INPUT,
                     "%s:%zu: a second YAML document begins here; allowed: one document in a file", path, line);
  if (survey->depth > YAML_TEXT_DEPTH_MAX)
    return error_set(survey->err, ERROR_INPUT, "%s:%zu: lists and mappings within one another; allowed: %d deep", path,
                     line, YAML_TEXT_DEPTH_MAX);
  if (survey->anchors > YAML_TEXT_ANCHORS_MAX)
    return error_set(survey->err, ERROR_INPUT, "%s:%zu: too many anchors; allowed: at most %d", path, line,
                     YAML_TEXT_ANCHORS_MAX);
  if (survey->values > YAML_TEXT_VALUES_MAX)
    return error_set(survey->err, ERROR_INPUT, "%s:%zu: too many values; allowed: at most %d in a file", path, line,
                     YAML_TEXT_VALUES_MAX);
  if (event->type == YAML_STREAM_END_EVENT && survey->documents == 0)
    return error_set(survey->err, ERROR_INPUT,
                     "%s:1: the file holds nothing; it needs at least the keys name and grids", path);
  return true;
}

static bool run(struct survey *survey, yaml_parser_t *parser, const char *text, size_t size) {
  for (bool end = false; !end;) {
    yaml_event_t event;
    if (!yaml_parser_parse(parser, &event))
      return yaml_text_fail(parser, text, size, survey->path, survey->err);
    count(survey, &event);
    const bool good = check(survey, &event);
    end = event.type == YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
    if (!good)
      return false;
  }
  return true;
}

bool yaml_text_check(const char *text, size_t size, const char *path, struct error *err) {
  const char *const nul = memchr(text, '\0', size);
  if (nul != NULL)
    return error_set(err, ERROR_INPUT, "%s:%zu: the file holds a zero byte; allowed: UTF-8 text", yaml_text_path(path),
                     line_of(text, size, (size_t)(nul - text)));
  yaml_parser_t parser;
  if (!yaml_text_parser(&parser, text, size, err))
    return false;
  struct survey survey = {.path = path, .err = err};
  const bool good = run(&survey, &parser, text, size);
  yaml_parser_delete(&parser);
  return good;
}
