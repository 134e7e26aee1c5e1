#include "model/expression.h"

#include <math.h>
#include <muParserDLL.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "model/function.h"

struct expression {
  pthread_mutex_t lock; /* a parser evaluates one x at a time */
  muParserHandle_t parser;
  double x; /* the parser reads the variable here */
};

enum { CHECK_POINTS = 1024 }; /* between the ends of the domain */

double expression_value(struct expression *expression, double x) {
  (void)pthread_mutex_lock(&expression->lock);
  expression->x = x;
  const double value = mupEval(expression->parser);
  const double y = mupError(expression->parser) ? NAN : value;
  (void)pthread_mutex_unlock(&expression->lock);
  return y;
}

void expression_release(struct expression *expression) {
  if (expression == NULL)
    return;
  mupRelease(expression->parser);
  (void)pthread_mutex_destroy(&expression->lock);
  free(expression);
}

static double relu(double x) { return x > 0 ? x : 0; }

/* Every built-in function under its own name, and what muParser and they lack. */
static void define_names(struct expression *expression) {
  muParserHandle_t parser = expression->parser;
  for (size_t i = 0; i < function_builtin_count(); i++)
    mupDefineFun1(parser, function_builtin(i)->name, function_builtin(i)->builtin, 1);
  mupDefineFun1(parser, "relu", relu, 1);
  mupDefineFun1(parser, "log1p", log1p, 1);
  mupDefineFun1(parser, "expm1", expm1, 1);
  mupClearConst(parser);
  mupDefineConst(parser, "pi", 3.14159265358979323846);
  mupDefineConst(parser, "e", 2.71828182845904523536);
  mupDefineVar(parser, "x", &expression->x);
}

/* muParser numbers its errors; its C header does not name them. */
enum { MISSING_PARENTHESIS = 11 };

static const char *parser_complaint(int code) {
  static const struct {
    int code;
    const char *text;
  } complaint[] = {
      {0, "unexpected operator"},  {1, "unknown name or operator"}, {2, "it ends too early"},
      {3, "unexpected comma"},     {4, "unexpected argument"},      {5, "unexpected number"},
      {6, "unexpected variable"},  {7, "unexpected parenthesis"},   {MISSING_PARENTHESIS, "missing parenthesis"},
      {12, "unexpected function"}, {14, "too many arguments"},      {15, "too few arguments"},
      {32, "':' without '?'"},     {33, "'?' without ':'"},
  };
  for (size_t i = 0; i < sizeof complaint / sizeof complaint[0]; i++)
    if (complaint[i].code == code)
      return complaint[i].text;
  return "not a valid expression up to here";
}

static bool complain(const char *text, const char *what, size_t start, size_t length, struct error *err) {
  if (length == 0)
    return error_set(err, ERROR_INPUT, "expression '%s': %s (position %zu)", text, what, start + 1);
  return error_set(err, ERROR_INPUT, "expression '%s': %s: '%.*s' (position %zu)", text, what, (int)length,
                   text + start, start + 1);
}

/* muParser gives the place where it stopped, and often the token it last met: look for that backwards from there. */
static bool parser_failed(muParserHandle_t parser, const char *text, struct error *err) {
  const int code = mupGetErrorCode(parser), given = mupGetErrorPos(parser);
  const char *what = parser_complaint(code);
  const size_t size = strlen(text);
  const size_t at = given < 0 || (size_t)given > size ? size : (size_t)given;
  const char *token = mupGetErrorToken(parser);
  size_t length = strlen(token);
  while (length > 0 && token[length - 1] == ' ')
    length--;
  if (length == 0 || code == MISSING_PARENTHESIS) /* whose token is not in the text */
    return complain(text, what, at, 0, err);
  for (size_t start = at + 1; start-- > 0;)
    if (strncmp(text + start, token, length) == 0)
      return complain(text, what, start, length, err);
  return complain(text, what, at, 0, err);
}

/* Refuse what muParser would accept but an expression in x must not hold: strings, assignments, odd bytes. */
static bool check_characters(const char *text, struct error *err) {
  static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_. \t\n+-*/^()<>=!&|?:,";
  if (text[strspn(text, " \t\n")] == '\0')
    return error_set(err, ERROR_INPUT, "the expression is empty; give one in x, such as 'x / (1 + exp(-x))'");
  const size_t good = strspn(text, allowed);
  size_t length = text[good] != '\0';
  while (length > 0 && ((unsigned char)text[good + length] & 0xC0) == 0x80) /* the rest of a UTF-8 character */
    length++;
  if (length > 0)
    return complain(text, "unexpected character", good, length, err);
  for (size_t i = 0; text[i] != '\0'; i++) {
    if (text[i] != '=')
      continue;
    if (text[i + 1] == '=')
      i++;
    else if (i == 0 || strchr("<>!", text[i - 1]) == NULL)
      return complain(text, "an expression cannot assign (compare with '==')", i, 1, err);
  }
  return true;
}

static bool parse(struct expression *expression, const char *text, struct error *err) {
  muParserHandle_t parser = expression->parser;
  define_names(expression);
  mupSetExpr(parser, text);
  (void)mupEval(parser);
  if (mupError(parser))
    return parser_failed(parser, text, err);
  int values = 0;
  (void)mupEvalMulti(parser, &values);
  if (values != 1)
    return error_set(err, ERROR_INPUT, "expression '%s': %d values, separated by commas; one is wanted", text, values);
  return true;
}

static struct expression *compile(const char *text, struct error *err) {
  if (!check_characters(text, err))
    return NULL;
  struct expression *expression = calloc(1, sizeof *expression);
  muParserHandle_t parser = expression != NULL ? mupCreate(muBASETYPE_FLOAT) : NULL;
  if (parser == NULL) {
    free(expression);
    error_memory(err, "expression");
    return NULL;
  }
  expression->parser = parser;
  (void)pthread_mutex_init(&expression->lock, NULL);
  if (!parse(expression, text, err)) {
    expression_release(expression);
    return NULL;
  }
  return expression;
}

static bool check_values(struct expression *expression, const char *text, double lo, double hi, struct error *err) {
  for (int i = 0; i <= CHECK_POINTS + 1; i++) {
    const double t = (double)i / (CHECK_POINTS + 1);
    const double x = i <= CHECK_POINTS ? lo + (hi - lo) * t : hi;
    const char *flaw = function_value_flaw(expression_value(expression, x));
    if (flaw != NULL)
      return error_set(err, ERROR_INPUT, "expression '%s': %s at x = %g; change it or its domain", text, flaw, x);
  }
  return true;
}

static bool check_arguments(const struct function *out, const char *name, const char *text, double lo, double hi,
                            struct error *err) {
  if (name[0] == '\0' || strlen(name) >= sizeof out->name)
    return error_set(err, ERROR_INPUT, "function name '%.64s': 1 to %zu characters are allowed", name,
                     sizeof out->name - 1);
  if (strlen(text) >= sizeof out->formula)
    return error_set(err, ERROR_INPUT, "function '%s': the expression has %zu characters, at most %zu are allowed",
                     name, strlen(text), sizeof out->formula - 1);
  if (!isfinite(lo) || !isfinite(hi) || !isfinite(hi - lo) || !(lo < hi))
    return error_set(err, ERROR_INPUT, "function '%s': domain [%g, %g]: two finite ends are needed, the smaller first",
                     name, lo, hi);
  return true;
}

bool function_from_expression(struct function *out, const char *name, const char *text, double lo, double hi,
                              struct error *err) {
  if (!check_arguments(out, name, text, lo, hi, err))
    return false;
  struct expression *expression = compile(text, err);
  if (expression == NULL || !check_values(expression, text, lo, hi, err)) {
    expression_release(expression);
    return error_prefix(err, "function '%s'", name);
  }
  *out = (struct function){.lo = lo, .hi = hi, .expression = expression};
  memcpy(out->name, name, strlen(name));
  memcpy(out->formula, text, strlen(text));
  return true;
}
