#include "sweep/yaml_reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "sweep/yaml_text.h"

enum { QUOTE_SHOWN = 40, LIST_SHOWN = 600 };

/* A piece of the file that is safe to print: short, without control characters. */
struct quote {
  char text[QUOTE_SHOWN + 4];
};

static struct quote quoted(const char *text) {
  struct quote quote;
  size_t length = 0;
  for (; text[length] != '\0' && length < QUOTE_SHOWN; length++) {
    const unsigned char c = (unsigned char)text[length];
    quote.text[length] = (char)(c < 0x20 || c == 0x7f ? '?' : c);
  }
  (void)snprintf(quote.text + length, sizeof quote.text - length, "%s", text[length] == '\0' ? "" : "...");
  return quote;
}

size_t yaml_reader_line(const yaml_node_t *node) { return node->start_mark.line + 1; }

bool yaml_reader_fail(struct yaml_reader *reader, const yaml_node_t *node, const char *format, ...) {
  struct error *const err = reader->err;
  va_list arguments;
  va_start(arguments, format);
  (void)vsnprintf(err->text, sizeof err->text, format, arguments);
  va_end(arguments);
  err->kind = ERROR_INPUT;
  return yaml_reader_fail_prefix(reader, node);
}

bool yaml_reader_fail_prefix(struct yaml_reader *reader, const yaml_node_t *node) {
  if (reader->key[0] != '\0')
    (void)error_prefix(reader->err, "%s", reader->key);
  return error_prefix(reader->err, "%s:%zu", yaml_text_path(reader->path), yaml_reader_line(node));
}

bool yaml_reader_open(struct yaml_reader *reader, const char *text, size_t size, const char *path, size_t limit,
                      struct error *err) {
  *reader = (struct yaml_reader){.path = path, .err = err, .limit = limit};
  yaml_parser_t parser;
  if (!yaml_text_check(text, size, path, err) || !yaml_text_parser(&parser, text, size, err))
    return false;
  const bool loaded = yaml_parser_load(&parser, &reader->document) || yaml_text_fail(&parser, text, size, path, err);
  yaml_parser_delete(&parser);
  return loaded;
}

void yaml_reader_close(struct yaml_reader *reader) { yaml_document_delete(&reader->document); }

const yaml_node_t *yaml_reader_root(struct yaml_reader *reader) {
  return yaml_document_get_root_node(&reader->document);
}

/* A child of `parent`, counted; NULL and an error when the bound on visits is reached. */
static const yaml_node_t *visit(struct yaml_reader *reader, const yaml_node_t *parent, int index) {
  if (++reader->visits > YAML_READER_VISITS_MAX) {
    (void)yaml_reader_fail(reader, parent, "the file unfolds into too many values; allowed: at most %d",
                           YAML_READER_VISITS_MAX);
    return NULL;
  }
  return yaml_document_get_node(&reader->document, index);
}

size_t yaml_reader_enter(struct yaml_reader *reader, const char *name) {
  const size_t mark = strlen(reader->key);
  const struct quote quote = quoted(name);
  (void)snprintf(reader->key + mark, sizeof reader->key - mark, "%s%s", mark == 0 ? "" : ".", quote.text);
  return mark;
}

void yaml_reader_leave(struct yaml_reader *reader, size_t mark) { reader->key[mark] = '\0'; }

static bool fail_unknown(struct yaml_reader *reader, const yaml_node_t *node, const char *problem, const char *name,
                         const struct choices *choices) {
  const char *const nearest = choices_nearest(choices, name);
  char list[LIST_SHOWN];
  choices_list(choices, list, sizeof list);
  if (nearest == NULL)
    return yaml_reader_fail(reader, node, "%s; allowed: %s", problem, list);
  return yaml_reader_fail(reader, node, "%s (did you mean '%s'?); allowed: %s", problem, nearest, list);
}

/* The name of the key of a pair of a mapping that is being checked, or NULL after an error. */
static const char *key_text(struct yaml_reader *reader, const yaml_node_t *mapping, const yaml_node_pair_t *pair) {
  const yaml_node_t *const key = visit(reader, mapping, pair->key);
  if (key == NULL)
    return NULL;
  if (key->type == YAML_SCALAR_NODE && strlen((const char *)key->data.scalar.value) == key->data.scalar.length)
    return (const char *)key->data.scalar.value;
  (void)yaml_reader_fail(reader, key, "a key must be a word");
  return NULL;
}

static bool same_key(struct yaml_reader *reader, const yaml_node_pair_t *pair, const char *name) {
  const yaml_node_t *const key = yaml_document_get_node(&reader->document, pair->key);
  return key->type == YAML_SCALAR_NODE && strcmp((const char *)key->data.scalar.value, name) == 0;
}

static bool check_key(struct yaml_reader *reader, const yaml_node_t *node, const yaml_node_pair_t *pair,
                      const struct choices *allowed) {
  const char *const name = key_text(reader, node, pair);
  if (name == NULL)
    return false;
  const yaml_node_t *const key = yaml_document_get_node(&reader->document, pair->key);
  const size_t mark = yaml_reader_enter(reader, name);
  if (choices_find(allowed, name) < 0)
    return fail_unknown(reader, key, "unknown key", name, allowed);
  for (const yaml_node_pair_t *earlier = node->data.mapping.pairs.start; earlier < pair; earlier++)
    if (same_key(reader, earlier, name))
      return yaml_reader_fail(reader, key, "the key is given twice, first in line %zu; allowed: once",
                              yaml_reader_line(yaml_document_get_node(&reader->document, earlier->key)));
  yaml_reader_leave(reader, mark);
  return true;
}

bool yaml_reader_check_keys(struct yaml_reader *reader, const yaml_node_t *node, const struct choices *allowed) {
  if (node->type != YAML_MAPPING_NODE) {
    char list[LIST_SHOWN];
    choices_list(allowed, list, sizeof list);
    return yaml_reader_fail(reader, node, "must be a mapping {key: value, ...}; allowed: the keys %s", list);
  }
  /* Every key is known and none comes twice, so the loop ends early in a mapping of a million keys. */
  for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; pair++)
    if (!check_key(reader, node, pair, allowed))
      return false;
  return true;
}

const yaml_node_t *yaml_reader_value(struct yaml_reader *reader, const yaml_node_t *mapping, const char *key) {
  for (const yaml_node_pair_t *pair = mapping->data.mapping.pairs.start; pair < mapping->data.mapping.pairs.top; pair++)
    if (same_key(reader, pair, key))
      return yaml_document_get_node(&reader->document, pair->value);
  return NULL;
}

static const char *key_at(const void *context, size_t index) {
  const struct yaml_key *const keys = context;
  return keys[index].name;
}

static bool read_key(struct yaml_reader *reader, const yaml_node_t *node, const struct yaml_key *key, void *target) {
  const yaml_node_t *const value = yaml_reader_value(reader, node, key->name);
  if (value == NULL && !key->required)
    return true;
  const size_t mark = yaml_reader_enter(reader, key->name);
  if (value == NULL)
    return yaml_reader_fail(reader, node, "the key is missing; it is required");
  if (!key->read(reader, value, target))
    return false;
  yaml_reader_leave(reader, mark);
  return true;
}

bool yaml_reader_mapping(struct yaml_reader *reader, const yaml_node_t *node, const struct yaml_key *keys,
                         void *target) {
  const struct choices allowed = {key_at, keys};
  if (!yaml_reader_check_keys(reader, node, &allowed))
    return false;
  for (const struct yaml_key *key = keys; key->name != NULL; key++)
    if (!read_key(reader, node, key, target))
      return false;
  return true;
}

bool yaml_reader_items(struct yaml_reader *reader, const yaml_node_t *node, yaml_read *read, void *target) {
  if (node->type != YAML_SEQUENCE_NODE)
    return read(reader, node, target);
  const yaml_node_item_t *const end = node->data.sequence.items.top;
  if (node->data.sequence.items.start == end)
    return yaml_reader_fail(reader, node, "the list is empty; it needs at least one value");
  for (const yaml_node_item_t *item = node->data.sequence.items.start; item < end; item++) {
    const yaml_node_t *const value = visit(reader, node, *item);
    if (value == NULL || !read(reader, value, target))
      return false;
  }
  return true;
}

const char *yaml_reader_text(struct yaml_reader *reader, const yaml_node_t *node) {
  if (node->type != YAML_SCALAR_NODE) {
    (void)yaml_reader_fail(reader, node, "must be a single value, not a %s",
                           node->type == YAML_MAPPING_NODE ? "mapping" : "list");
    return NULL;
  }
  const unsigned char *const text = node->data.scalar.value;
  const size_t length = node->data.scalar.length;
  if (length == 0) {
    (void)yaml_reader_fail(reader, node, "the value is empty");
    return NULL;
  }
  if (length > YAML_READER_TEXT_MAX) {
    (void)yaml_reader_fail(reader, node, "the value is too long; allowed: at most %d bytes", YAML_READER_TEXT_MAX);
    return NULL;
  }
  for (size_t i = 0; i < length; i++)
    if (text[i] < 0x20 || text[i] == 0x7f) {
      (void)yaml_reader_fail(reader, node, "the value holds a line break or control character");
      return NULL;
    }
  return (const char *)text;
}

bool yaml_reader_name(struct yaml_reader *reader, const yaml_node_t *node, char *out, size_t size) {
  static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
  const char *const text = yaml_reader_text(reader, node);
  if (text == NULL)
    return false;
  const size_t length = strlen(text);
  if (length >= size || text[strspn(text, allowed)] != '\0' || text[0] == '.' || text[0] == '-')
    return yaml_reader_fail(reader, node,
                            "'%s' is no name; allowed: 1 to %zu letters, digits and . _ -, not beginning with . or -",
                            quoted(text).text, size - 1);
  memcpy(out, text, length + 1);
  return true;
}

bool yaml_reader_choice(struct yaml_reader *reader, const yaml_node_t *node, const char *what,
                        const struct choices *choices, size_t *index) {
  const char *const name = yaml_reader_text(reader, node);
  if (name == NULL)
    return false;
  const long found = choices_find(choices, name);
  if (found < 0) {
    char problem[QUOTE_SHOWN + 64];
    (void)snprintf(problem, sizeof problem, "unknown %s '%s'", what, quoted(name).text);
    return fail_unknown(reader, node, problem, name, choices);
  }
  *index = (size_t)found;
  return true;
}

bool yaml_reader_add(struct yaml_reader *reader, const yaml_node_t *node, struct list *list, const void *item,
                     size_t size) {
  if (list->count >= reader->limit)
    return yaml_reader_fail(reader, node, "too many values; allowed: at most %zu", reader->limit);
  return list_add(list, item, size) || error_memory(reader->err, "sweep axis");
}
