#include "synth/logic.h"

#include <ctype.h>
#include <string.h>

/* Operators come after all variables. The stack of logic_value() is one word. */
enum { STEPS_MAX = 512, STACK_MAX = 60, NAMES_MAX = 4096 };
enum { STEP_NOT = NAMES_MAX, STEP_AND, STEP_OR, STEP_XOR, STEP_ZERO, STEP_ONE };

struct reader {
  const char *at;
  const char *const *names;
  size_t name_count;
  uint16_t steps[STEPS_MAX];
  size_t count;
  int depth;
  enum logic_result result;
};

static bool fail(struct reader *reader, enum logic_result result) {
  if (reader->result == LOGIC_OK)
    reader->result = result;
  return false;
}

static bool emit(struct reader *reader, size_t step) {
  if (reader->count == STEPS_MAX)
    return fail(reader, LOGIC_MALFORMED);
  reader->steps[reader->count++] = (uint16_t)step;
  return true;
}

static char peek(struct reader *reader) {
  while (isspace((unsigned char)*reader->at))
    reader->at++;
  return *reader->at;
}

static bool is_name(char c) { return isalnum((unsigned char)c) || (c != '\0' && strchr("_[].$", c) != NULL); }

static bool read_name(struct reader *reader) {
  size_t length = 0;
  while (is_name(reader->at[length]))
    length++;
  const char *name = reader->at;
  reader->at += length;
  for (size_t i = 0; i < reader->name_count; i++)
    if (reader->names[i] != NULL && strlen(reader->names[i]) == length && strncmp(reader->names[i], name, length) == 0)
      return emit(reader, i);
  if (length == 1 && (*name == '0' || *name == '1'))
    return emit(reader, *name == '0' ? STEP_ZERO : STEP_ONE);
  return fail(reader, length > 0 ? LOGIC_UNKNOWN_NAME : LOGIC_MALFORMED);
}

static bool read_or(struct reader *reader);

static bool read_factor(struct reader *reader) {
  size_t inversions = 0;
  for (; peek(reader) == '!'; reader->at++)
    inversions++;
  if (*reader->at == '(') {
    reader->at++;
    if (++reader->depth > STACK_MAX / 4 || !read_or(reader) || peek(reader) != ')')
      return fail(reader, LOGIC_MALFORMED);
    reader->depth--;
    reader->at++;
  } else if (!read_name(reader)) {
    return false;
  }
  for (; peek(reader) == '\''; reader->at++)
    inversions++;
  return inversions % 2 == 0 || emit(reader, STEP_NOT);
}

static bool read_xor(struct reader *reader) {
  if (!read_factor(reader))
    return false;
  while (peek(reader) == '^') {
    reader->at++;
    if (!read_factor(reader) || !emit(reader, STEP_XOR))
      return false;
  }
  return true;
}

static bool read_and(struct reader *reader) {
  if (!read_xor(reader))
    return false;
  for (char c = peek(reader); c == '*' || c == '&' || c == '!' || c == '(' || is_name(c); c = peek(reader)) {
    reader->at += c == '*' || c == '&';
    if (!read_xor(reader) || !emit(reader, STEP_AND))
      return false;
  }
  return true;
}

static bool read_or(struct reader *reader) {
  if (!read_and(reader))
    return false;
  for (char c = peek(reader); c == '+' || c == '|'; c = peek(reader)) {
    reader->at++;
    if (!read_and(reader) || !emit(reader, STEP_OR))
      return false;
  }
  return true;
}

enum logic_result logic_parse(struct arena *arena, const char *text, const char *const *names, size_t name_count,
                              struct logic *logic) {
  struct reader reader = {.at = text, .names = names, .name_count = name_count, .result = LOGIC_OK};
  *logic = (struct logic){NULL, 0};
  if (name_count > NAMES_MAX)
    return LOGIC_MALFORMED;
  if (!read_or(&reader) || peek(&reader) != '\0')
    (void)fail(&reader, LOGIC_MALFORMED);
  if (reader.result != LOGIC_OK)
    return reader.result;
  uint16_t *steps = arena_take(arena, reader.count * sizeof *steps);
  if (steps == NULL)
    return LOGIC_NO_MEMORY;
  memcpy(steps, reader.steps, reader.count * sizeof *steps);
  *logic = (struct logic){steps, reader.count};
  return LOGIC_OK;
}

/* The stack is the bits of one word, its top the lowest. */
uint8_t logic_value(const struct logic *logic, const uint8_t *values, const uint32_t *map) {
  uint64_t stack = 0;
  for (size_t i = 0; i < logic->count; i++) {
    const uint16_t step = logic->steps[i];
    if (step < STEP_NOT)
      stack = stack << 1 | values[map[step]];
    else if (step == STEP_NOT)
      stack ^= 1;
    else if (step == STEP_AND)
      stack = (stack >> 1) & (stack | ~UINT64_C(1));
    else if (step == STEP_OR)
      stack = (stack >> 1) | (stack & 1);
    else if (step == STEP_XOR)
      stack = (stack >> 1) ^ (stack & 1);
    else
      stack = stack << 1 | (step == STEP_ONE);
  }
  return (uint8_t)(stack & 1);
}

bool logic_uses(const struct logic *logic, size_t variable) {
  for (size_t i = 0; i < logic->count; i++)
    if (logic->steps[i] == variable)
      return true;
  return false;
}
