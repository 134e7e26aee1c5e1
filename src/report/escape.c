#include "report/escape.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "export/text_buffer.h"

/* How many bytes a character of UTF-8 has that begins here; 0: it is none that XML allows. */
static size_t utf8_length(const char *text) {
  const unsigned char *c = (const unsigned char *)text;
  if (c[0] < 0x80)
    return c[0] >= 0x20 || c[0] == '\t' || c[0] == '\n' ? 1 : 0;
  const size_t length = c[0] >= 0xf0 && c[0] <= 0xf4 ? 4 : c[0] >= 0xe0 ? 3 : c[0] >= 0xc2 ? 2 : 0;
  if (length == 0 || c[0] > 0xf4)
    return 0;
  for (size_t i = 1; i < length; i++)
    if ((c[i] & 0xc0) != 0x80)
      return 0;
  const bool overlong = (c[0] == 0xe0 && c[1] < 0xa0) || (c[0] == 0xf0 && c[1] < 0x90);
  const bool surrogate = c[0] == 0xed && c[1] > 0x9f, beyond = c[0] == 0xf4 && c[1] > 0x8f;
  const bool none = c[0] == 0xef && c[1] == 0xbf && c[2] >= 0xbe; /* U+FFFE and U+FFFF */
  return overlong || surrogate || beyond || none ? 0 : length;
}

static const char *html_entity(char c) {
  switch (c) {
  case '&':
    return "&amp;";
  case '<':
    return "&lt;";
  case '>':
    return "&gt;";
  case '"':
    return "&quot;";
  case '\'':
    return "&#39;";
  default:
    return NULL;
  }
}

void escape_html(FILE *out, const char *text) {
  while (*text != '\0') {
    const size_t length = utf8_length(text);
    const char *entity = html_entity(*text);
    if (entity != NULL)
      (void)fputs(entity, out);
    else if (length == 0)
      (void)fputs("\xef\xbf\xbd", out);
    else
      (void)fwrite(text, 1, length, out);
    text += length == 0 ? 1 : length;
  }
}

struct replacement {
  const char *from, *to;
};

static const struct replacement latex[] = {{"\\", "\\textbackslash{}"},
                                           {"{", "\\{"},
                                           {"}", "\\}"},
                                           {"[", "{[}"},
                                           {"]", "{]}"},
                                           {"$", "\\$"},
                                           {"&", "\\&"},
                                           {"#", "\\#"},
                                           {"%", "\\%"},
                                           {"_", "\\_"},
                                           {"^", "\\textasciicircum{}"},
                                           {"~", "\\textasciitilde{}"},
                                           {"<", "$<$"},
                                           {">", "$>$"},
                                           {"|", "$|$"},
                                           {"\"", "''"},
                                           {"µ", "\\textmu{}"},
                                           {"×", "$\\times$"},
                                           {"–", "--"},
                                           {"−", "$-$"}};

/* The raised minus or digit that a text begins with, and how long it is; NULL: none. */
static const char *raised(const char *text, size_t *length) {
  static const struct replacement signs[] = {{"⁻", "-"}, {"⁰", "0"}, {"¹", "1"}, {"²", "2"}, {"³", "3"}, {"⁴", "4"},
                                             {"⁵", "5"}, {"⁶", "6"}, {"⁷", "7"}, {"⁸", "8"}, {"⁹", "9"}};
  for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
    if (strncmp(text, signs[i].from, strlen(signs[i].from)) == 0) {
      *length = strlen(signs[i].from);
      return signs[i].to;
    }
  return NULL;
}

/* An exponent as a whole; returns its length, 0: there is none. */
static size_t write_exponent(FILE *out, const char *text) {
  size_t whole = 0, length = 0;
  const char *sign = raised(text, &length);
  if (sign == NULL)
    return 0;
  (void)fputs("$^{", out);
  for (; sign != NULL; sign = raised(text + whole, &length)) {
    (void)fputs(sign, out);
    whole += length;
  }
  (void)fputs("}$", out);
  return whole;
}

void escape_latex(FILE *out, const char *text) {
  while (*text != '\0') {
    const size_t exponent = write_exponent(out, text);
    text += exponent;
    if (exponent > 0)
      continue;
    size_t i = 0;
    const size_t count = sizeof latex / sizeof latex[0];
    while (i < count && strncmp(text, latex[i].from, strlen(latex[i].from)) != 0)
      i++;
    if (i < count) {
      (void)fputs(latex[i].to, out);
      text += strlen(latex[i].from);
    } else {
      (void)fputc((unsigned char)*text < 0x20 ? ' ' : *text, out);
      text++;
    }
  }
}

void escape_csv(FILE *out, const char *text) {
  if (text[strcspn(text, ",\"\r\n")] == '\0') {
    (void)fputs(text, out);
    return;
  }
  (void)fputc('"', out);
  for (; *text != '\0'; text++) {
    if (*text == '"')
      (void)fputc('"', out);
    (void)fputc(*text, out);
  }
  (void)fputc('"', out);
}

void escape_gnuplot(FILE *out, const char *text) {
  for (; *text != '\0'; text++) {
    if (*text == '\'')
      (void)fputc('\'', out);
    (void)fputc((unsigned char)*text < 0x20 ? ' ' : *text, out);
  }
}

static void write_not_finite(FILE *out, enum number_syntax syntax, double value) {
  static const char *const infinite[] = {"∞", "$\\infty$", "inf"}, *const none[] = {"–", "--", ""};
  if (isnan(value))
    (void)fputs(none[syntax], out);
  else
    (void)fprintf(out, "%s%s", value < 0 ? "-" : "", infinite[syntax]);
}

void number_write(FILE *out, enum number_syntax syntax, double value, int digits) {
  char text[REAL_TEXT_SIZE];
  if (!isfinite(value)) {
    write_not_finite(out, syntax, value);
    return;
  }
  if (syntax == NUMBER_CSV) {
    (void)fputs(real_text(text, value), out);
    return;
  }
  if (digits == 0) {
    (void)fprintf(out, "%.0f", value);
    return;
  }
  /* Rounded first: 99999.9 is a power of ten where it is written with few digits. */
  (void)snprintf(text, sizeof text, "%.*e", digits - 1, value);
  char *exponent = strchr(text, 'e');
  const long power = strtol(exponent + 1, NULL, 10);
  const char *const minus = value < 0 ? (syntax == NUMBER_LATEX ? "$-$" : "−") : "";
  if (value == 0 || (power >= -3 && power <= 4)) {
    const int decimals = value == 0 || power >= digits ? 0 : digits - 1 - (int)power;
    (void)fprintf(out, "%s%.*f", minus, decimals, fabs(value));
    return;
  }
  *exponent = '\0';
  const char *const mantissa = text[0] == '-' ? text + 1 : text;
  if (syntax == NUMBER_LATEX)
    (void)fprintf(out, "$%s%s\\times10^{%ld}$", value < 0 ? "-" : "", mantissa, power);
  else
    (void)fprintf(out, "%s%s×10<sup>%s%ld</sup>", minus, mantissa, power < 0 ? "−" : "", labs(power));
}
