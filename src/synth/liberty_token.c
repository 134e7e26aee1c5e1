#include "synth/liberty_token.h"

#include <string.h>

static bool starts(const struct liberty_lexer *lexer, const char *two) {
  return lexer->end - lexer->at >= 2 && lexer->at[0] == two[0] && lexer->at[1] == two[1];
}

static bool skip_comment(struct liberty_lexer *lexer) {
  const int line = lexer->line;
  for (lexer->at += 2; lexer->at < lexer->end; lexer->at++) {
    if (starts(lexer, "*/")) {
      lexer->at += 2;
      return true;
    }
    lexer->line += *lexer->at == '\n';
  }
  return error_set(lexer->err, ERROR_INPUT, "%s:%d: a comment that does not end; the file is cut off", lexer->path,
                   line);
}

static void skip_line(struct liberty_lexer *lexer) {
  while (lexer->at < lexer->end && *lexer->at != '\n')
    lexer->at++;
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\\'; }

static bool skip_blank(struct liberty_lexer *lexer) {
  while (lexer->at < lexer->end) {
    if (starts(lexer, "/*")) {
      if (!skip_comment(lexer))
        return false;
    } else if (starts(lexer, "//")) {
      skip_line(lexer);
    } else if (is_space(*lexer->at)) {
      lexer->line += *lexer->at == '\n';
      lexer->at++;
    } else {
      break;
    }
  }
  return true;
}

static bool read_string(struct liberty_lexer *lexer, struct liberty_token *token) {
  token->kind = LIBERTY_STRING;
  token->text = ++lexer->at;
  for (; lexer->at < lexer->end && *lexer->at != '"'; lexer->at++) {
    if (*lexer->at == '\\' && lexer->end - lexer->at >= 2 && lexer->at[1] != '\0')
      lexer->at++;
    lexer->line += *lexer->at == '\n';
  }
  if (lexer->at == lexer->end)
    return error_set(lexer->err, ERROR_INPUT, "%s:%d: a string that does not end; the file is cut off", lexer->path,
                     token->line);
  token->length = (size_t)(lexer->at++ - token->text);
  return true;
}

static bool is_word(const struct liberty_lexer *lexer) {
  const char c = *lexer->at;
  return !is_space(c) && strchr("(){}:;,\"", c) == NULL && !starts(lexer, "/*") && c != '\0';
}

static bool read_word(struct liberty_lexer *lexer, struct liberty_token *token) {
  token->kind = LIBERTY_WORD;
  while (lexer->at < lexer->end && is_word(lexer))
    lexer->at++;
  token->length = (size_t)(lexer->at - token->text);
  if (token->length > 0)
    return true;
  return error_set(lexer->err, ERROR_INPUT, "%s:%d: a byte that is no text; is it a Liberty file, unpacked?",
                   lexer->path, lexer->line);
}

bool liberty_token_next(struct liberty_lexer *lexer, struct liberty_token *token) {
  static const char marks[] = "(){}:;,";
  static const enum liberty_token_kind kinds[] = {LIBERTY_OPEN,  LIBERTY_CLOSE,     LIBERTY_BEGIN, LIBERTY_FINISH,
                                                  LIBERTY_COLON, LIBERTY_SEMICOLON, LIBERTY_COMMA};
  if (!skip_blank(lexer))
    return false;
  *token = (struct liberty_token){.kind = LIBERTY_END, .text = lexer->at, .line = lexer->line};
  if (lexer->at == lexer->end)
    return true;
  const char *mark = *lexer->at != '\0' ? strchr(marks, *lexer->at) : NULL;
  if (mark != NULL) {
    token->kind = kinds[mark - marks];
    token->length = 1;
    lexer->at++;
    return true;
  }
  return *lexer->at == '"' ? read_string(lexer, token) : read_word(lexer, token);
}
