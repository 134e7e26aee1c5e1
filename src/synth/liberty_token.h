/* The words of a Liberty file. */
#ifndef LUTDSE_SYNTH_LIBERTY_TOKEN_H
#define LUTDSE_SYNTH_LIBERTY_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

enum liberty_token_kind {
  LIBERTY_END,
  LIBERTY_WORD,
  LIBERTY_STRING,
  LIBERTY_OPEN,
  LIBERTY_CLOSE,
  LIBERTY_BEGIN,
  LIBERTY_FINISH,
  LIBERTY_COLON,
  LIBERTY_SEMICOLON,
  LIBERTY_COMMA
};

/* A piece of the file's text; a string's is what is between its quotes. */
struct liberty_token {
  enum liberty_token_kind kind;
  const char *text;
  size_t length;
  int line;
};

struct liberty_lexer {
  const char *at, *end;
  int line;
  const char *path;
  struct error *err;
};

/* The next token; comments and continued lines are left out. Fails with ERROR_INPUT. */
bool liberty_token_next(struct liberty_lexer *lexer, struct liberty_token *token);

#endif
