#include "synth/liberty_group.h"

#include <string.h>

#include "synth/liberty_token.h"

enum { DEPTH_MAX = 64 };

struct parser {
  struct liberty_lexer lexer;
  struct liberty_token token; /* not yet used */
  struct arena *arena;
};

/* A growing list of texts in the arena. */
struct texts {
  const char **items;
  size_t count, capacity;
};

static bool advance(struct parser *parser) { return liberty_token_next(&parser->lexer, &parser->token); }

static bool is(const struct parser *parser, enum liberty_token_kind kind) { return parser->token.kind == kind; }

static bool unexpected(struct parser *parser, const char *wanted) {
  const struct liberty_token *token = &parser->token;
  struct error *err = parser->lexer.err;
  if (token->kind == LIBERTY_END)
    return error_set(err, ERROR_INPUT, "%s:%d: the file ends where %s should be; it is cut off", parser->lexer.path,
                     token->line, wanted);
  const int length = token->length < 40 ? (int)token->length : 40;
  return error_set(err, ERROR_INPUT, "%s:%d: '%.*s' where %s should be", parser->lexer.path, token->line, length,
                   token->text, wanted);
}

static bool keep_text(struct parser *parser, struct texts *texts, const char *text, size_t length) {
  if (texts->count == texts->capacity) {
    const size_t capacity = texts->capacity > 0 ? 2 * texts->capacity : 4;
    const char **items = arena_take(parser->arena, capacity * sizeof *items);
    if (items == NULL)
      return error_memory(parser->lexer.err, "a Liberty file");
    if (texts->count > 0)
      memcpy(items, texts->items, texts->count * sizeof *items);
    texts->items = items;
    texts->capacity = capacity;
  }
  const char *copy = arena_text(parser->arena, text, length);
  if (copy == NULL)
    return error_memory(parser->lexer.err, "a Liberty file");
  texts->items[texts->count++] = copy;
  return true;
}

/* ( value, value ... ), with commas or without. Words side by side are values of their own. */
static bool parse_list(struct parser *parser, struct texts *texts) {
  if (!advance(parser))
    return false;
  while (!is(parser, LIBERTY_CLOSE)) {
    if (is(parser, LIBERTY_WORD) || is(parser, LIBERTY_STRING)) {
      if (!keep_text(parser, texts, parser->token.text, parser->token.length))
        return false;
    } else if (!is(parser, LIBERTY_COMMA) && !is(parser, LIBERTY_COLON)) {
      return unexpected(parser, "a value or ')'");
    }
    if (!advance(parser))
      return false;
  }
  return advance(parser);
}

/*
 * : value ; the value being a string, or everything to the semicolon or the end of the line, such as "VDD + 0.5".
 */
static bool parse_value(struct parser *parser, struct texts *texts) {
  if (!advance(parser))
    return false;
  if (!is(parser, LIBERTY_WORD) && !is(parser, LIBERTY_STRING))
    return unexpected(parser, "a value");
  const char *start = parser->token.text;
  size_t length = parser->token.length;
  const int line = parser->token.line;
  const bool word = is(parser, LIBERTY_WORD);
  if (!advance(parser))
    return false;
  while (word && is(parser, LIBERTY_WORD) && parser->token.line == line) {
    length = (size_t)(parser->token.text + parser->token.length - start);
    if (!advance(parser))
      return false;
  }
  return keep_text(parser, texts, start, length);
}

static bool add_attribute(struct parser *parser, struct liberty_attribute ***end, const char *name, int line,
                          const struct texts *texts) {
  struct liberty_attribute *attribute = arena_take(parser->arena, sizeof *attribute);
  if (attribute == NULL)
    return error_memory(parser->lexer.err, "a Liberty file");
  *attribute = (struct liberty_attribute){.name = name, .values = texts->items, .count = texts->count, .line = line};
  **end = attribute;
  *end = &attribute->next;
  return true;
}

static bool parse_body(struct parser *parser, struct liberty_group *group, int depth);

static bool add_group(struct parser *parser, struct liberty_group ***end, const char *name, int line,
                      const struct texts *texts, int depth) {
  if (depth >= DEPTH_MAX)
    return error_set(parser->lexer.err, ERROR_INPUT, "%s:%d: more than %d groups within one another",
                     parser->lexer.path, line, DEPTH_MAX);
  struct liberty_group *group = arena_take(parser->arena, sizeof *group);
  if (group == NULL)
    return error_memory(parser->lexer.err, "a Liberty file");
  *group =
      (struct liberty_group){.name = name, .arguments = texts->items, .argument_count = texts->count, .line = line};
  **end = group;
  *end = &group->next;
  return parse_body(parser, group, depth + 1);
}

struct ends {
  struct liberty_attribute **attribute;
  struct liberty_group **group;
};

/* An attribute or a group, whose name comes next. */
static bool parse_statement(struct parser *parser, struct ends *ends, int depth) {
  struct texts texts = {NULL, 0, 0};
  const int line = parser->token.line;
  if (!is(parser, LIBERTY_WORD) && !is(parser, LIBERTY_STRING))
    return unexpected(parser, "an attribute, a group or '}'");
  const char *name = arena_text(parser->arena, parser->token.text, parser->token.length);
  if (name == NULL)
    return error_memory(parser->lexer.err, "a Liberty file");
  if (!advance(parser))
    return false;
  if (is(parser, LIBERTY_COLON))
    return parse_value(parser, &texts) && add_attribute(parser, &ends->attribute, name, line, &texts);
  if (!is(parser, LIBERTY_OPEN))
    return unexpected(parser, "':' or '('");
  if (!parse_list(parser, &texts))
    return false;
  if (is(parser, LIBERTY_BEGIN))
    return add_group(parser, &ends->group, name, line, &texts, depth);
  return add_attribute(parser, &ends->attribute, name, line, &texts);
}

/* { statements }, the token at hand being the brace. */
static bool parse_body(struct parser *parser, struct liberty_group *group, int depth) {
  struct ends ends = {&group->attributes, &group->groups};
  if (!advance(parser))
    return false;
  while (!is(parser, LIBERTY_FINISH)) {
    const bool ok = is(parser, LIBERTY_SEMICOLON) ? advance(parser) : parse_statement(parser, &ends, depth);
    if (!ok)
      return false;
  }
  return advance(parser);
}

struct liberty_group *liberty_group_parse(struct arena *arena, const char *text, size_t size, const char *path,
                                          struct error *err) {
  struct parser parser = {.lexer = {.at = text, .end = text + size, .line = 1, .path = path, .err = err},
                          .arena = arena};
  struct liberty_group top = {.name = ""};
  struct ends ends = {&top.attributes, &top.groups};
  bool ok = advance(&parser);
  while (ok && !is(&parser, LIBERTY_END))
    ok = is(&parser, LIBERTY_SEMICOLON) ? advance(&parser) : parse_statement(&parser, &ends, 0);
  if (ok && top.groups == NULL)
    ok = error_set(err, ERROR_INPUT, "%s: it has no group; is it a Liberty file?", path);
  return ok ? top.groups : NULL;
}

const struct liberty_attribute *liberty_group_attribute(const struct liberty_group *group, const char *name) {
  const struct liberty_attribute *found = NULL;
  for (const struct liberty_attribute *at = group->attributes; at != NULL; at = at->next)
    if (strcmp(at->name, name) == 0)
      found = at;
  return found;
}

const char *liberty_group_text(const struct liberty_group *group, const char *name) {
  const struct liberty_attribute *attribute = liberty_group_attribute(group, name);
  return attribute != NULL && attribute->count > 0 ? attribute->values[0] : NULL;
}

const struct liberty_group *liberty_group_find(const struct liberty_group *group, const char *name) {
  while (group != NULL && strcmp(group->name, name) != 0)
    group = group->next;
  return group;
}
