#include "rtl/emit.h"

#include <stdarg.h>
#include <stdlib.h>

const char *rtl_threshold_port(const struct rtl *rtl) {
  return rtl->addressed ? "segments" : rtl->reals ? "numbers" : "threshold";
}

const char *rtl_code(const struct rtl *rtl) {
  return rtl->unit->ranges > 0 ? "reduced" : rtl->unit->clamp ? "clamped" : rtl->reals ? "key" : "x";
}

bool rtl_finish(FILE *stream, char **text) {
  const bool failed = ferror(stream) != 0;
  if (fclose(stream) == 0 && !failed)
    return true;
  free(*text);
  *text = NULL;
  return false;
}

void put(const struct rtl *rtl, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(rtl->out, format, arguments);
  va_end(arguments);
}

void put_type(const struct rtl *rtl, int bits, bool is_signed) {
  char range[24] = "";
  if (bits > 0)
    snprintf(range, sizeof range, "[%d:0]", bits - 1);
  put(rtl, "logic %s %7s ", is_signed ? "signed" : "      ", range);
}

void put_port(const struct rtl *rtl, enum direction direction, int bits, bool is_signed, const char *name, bool last) {
  put(rtl, "    %s ", direction == INPUT ? "input " : "output");
  put_type(rtl, bits, is_signed);
  put(rtl, "%s%s\n", name, last ? "\n);" : ",");
}

enum { NUMBER_TEXT = 40 };

static int number_text(char text[NUMBER_TEXT], int64_t value, int bits, bool is_signed) {
  return snprintf(text, NUMBER_TEXT, "%s%d'%sd%lld", value < 0 ? "-" : "", bits, is_signed ? "s" : "",
                  llabs((long long)value));
}

void put_number(const struct rtl *rtl, int64_t value, int bits, bool is_signed) {
  char text[NUMBER_TEXT];
  (void)number_text(text, value, bits, is_signed);
  put(rtl, "%s", text);
}

void put_aligned(const struct rtl *rtl, int64_t value, int bits, bool is_signed) {
  char text[NUMBER_TEXT], longest[NUMBER_TEXT];
  (void)number_text(text, value, bits, is_signed);
  const int64_t widest = is_signed ? -(INT64_C(1) << (bits - 1)) : (INT64_C(1) << bits) - 1;
  const int width = number_text(longest, widest, bits, is_signed);
  put(rtl, "%*s", width, text);
}

/* Whether the value for a scale is its number. */
static bool counts_scales(const struct unit *unit, const int64_t *values) {
  for (int s = 0; s < unit->scale_count; s++)
    if (values[s] != s)
      return false;
  return true;
}

void put_by_scale(const struct rtl *rtl, const char *name, int bits, bool is_signed, const int64_t *values,
                  bool by_scale) {
  const struct unit *unit = rtl->unit;
  if (by_scale && !is_signed && counts_scales(unit, values) && bits == unit->scale_bits) {
    put(rtl, "  wire [%d:0] %s = scale;\n", bits - 1, name);
    return;
  }
  put(rtl, by_scale ? "  " : "  localparam ");
  put_type(rtl, bits, is_signed);
  put(rtl, "%s", name);
  if (!by_scale) {
    put(rtl, " = ");
    put_number(rtl, values[0], bits, is_signed);
    put(rtl, ";\n");
    return;
  }
  put(rtl, ";\n  always_comb\n    case (scale)\n");
  for (int s = 0; s < unit->scale_count; s++) {
    if (s < unit->scale_count - 1)
      put(rtl, "      %d'd%d:    ", unit->scale_bits, s);
    else
      put(rtl, "      default: ");
    put(rtl, "%s = ", name);
    put_number(rtl, values[s], bits, is_signed);
    put(rtl, ";\n");
  }
  put(rtl, "    endcase\n");
}

/* A pair of entries 2i and 2i+1 of the first level meets at threshold 2i, one of the second at 4i+1, then 8i+3, ... */
static void put_choice(const struct rtl *rtl, int level, struct steering steering) {
  if (steering.prefix == NULL)
    put(rtl, "entry[%d*i + %d]", 2 << level, (1 << level) - 1);
  else
    put(rtl, "%s%d%s", steering.prefix, steering.first + level, steering.suffix);
}

void put_tree(const struct rtl *rtl, const char *leaves, int count, int bits, const char *stem,
              struct steering steering, char root[32]) {
  snprintf(root, 32, "%s", leaves);
  for (int level = 0; count > 1; level++) {
    const int left = (count + 1) / 2;
    char next[32];
    snprintf(next, sizeof next, "%s_%d", stem, level + 1);
    put(rtl, "  wire [%d:0] %s;\n", left * bits - 1, next);
    put(rtl, "  for (genvar i = 0; i < %d; i++) begin : %s_pairs\n", count / 2, next);
    put(rtl, "    assign %s[i*%d +: %d] = ", next, bits, bits);
    put_choice(rtl, level, steering);
    put(rtl, " ? %s[(2*i + 1)*%d +: %d] : %s[2*i*%d +: %d];\n  end\n", root, bits, bits, root, bits, bits);
    if (count % 2 != 0)
      put(rtl, "  assign %s[%d +: %d] = %s[%d +: %d];\n", next, (left - 1) * bits, bits, root, (count - 1) * bits,
          bits);
    snprintf(root, 32, "%s", next);
    count = left;
  }
}

void put_round_up(const struct rtl *rtl, const char *from, int down, const char *name) {
  char lower[48] = "";
  if (down > 1)
    snprintf(lower, sizeof lower, " || %s[%d:0] != 0", from, down - 2);
  put(rtl, "  // the lowest %d bit%s rounded away, half to even\n", down, down == 1 ? "" : "s");
  put(rtl, "  wire %s_up = %s[%d] && (%s[%d]%s);\n", name, from, down - 1, from, down, lower);
}

int put_rounded(const struct rtl *rtl, const char *from, int bits, int down, const char *to) {
  if (down == 0) {
    put(rtl, "  wire signed [%d:0] %s = %s;\n", bits - 1, to, from);
    return bits;
  }
  const int width = bits - down + 1;
  put_round_up(rtl, from, down, to);
  put(rtl, "  wire signed [%d:0] %s = $signed({%s[%d], %s[%d:%d]}) + $signed(%d'(%s_up));\n", width - 1, to, from,
      bits - 1, from, bits - 1, down, width, to);
  return width;
}
