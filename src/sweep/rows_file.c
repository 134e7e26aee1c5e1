#include "sweep/rows_file.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text_file.h"

static const char separators[] = ",; \t\r";

/* The numbers of a line that holds nothing else; 0 if it does, or more of them than there may be. */
static size_t parse_row(const char *line, size_t most, double *value) {
  size_t count = 0;
  while (*line != '\0') {
    char *end = NULL;
    if (count == most)
      return 0;
    value[count] = strtod(line, &end);
    if (end == line || !isfinite(value[count]) || (*end != '\0' && strchr(separators, *end) == NULL))
      return 0;
    count++;
    line = end + strspn(end, separators);
  }
  return count;
}

/* Column titles: a line that begins with a letter or a quotation mark, but not with a number such as "nan". */
static bool is_title(const char *line) {
  char *end = NULL;
  (void)strtod(line, &end);
  return end == line && (isalpha((unsigned char)line[0]) || line[0] == '"');
}

struct rows_reader {
  const struct rows_format *format;
  bool begun; /* rows or titles have been seen */
  struct error *err;
};

static bool read_line(struct rows_reader *reader, char *line) {
  const struct rows_format *const format = reader->format;
  double value[ROWS_COLUMNS_MAX];
  line[strcspn(line, "#")] = '\0';
  line += strspn(line, separators + 2); /* blanks before the first column, no commas */
  if (*line == '\0')
    return true;
  const bool first = !reader->begun;
  reader->begun = true;
  if (first && is_title(line))
    return true;
  const size_t count = parse_row(line, format->columns_max, value);
  if (count < format->columns_min)
    return error_set(reader->err, ERROR_INPUT, "%s", format->refusal);
  return format->take(format->context, value, count, reader->err);
}

static bool read_lines(struct rows_reader *reader, const char *path, char *text, size_t size) {
  char *line = text;
  for (size_t number = 1; line < text + size; number++) {
    char *const end = line + strcspn(line, "\n");
    const bool zero_byte = *end == '\0' && end < text + size;
    *end = '\0';
    if (zero_byte)
      return error_set(reader->err, ERROR_INPUT, "%s:%zu: the file holds a zero byte; allowed: text", path, number);
    if (!read_line(reader, line))
      return error_prefix(reader->err, "%s:%zu", path, number);
    line = end + 1;
  }
  return true;
}

bool rows_file_read(const char *path, const struct rows_format *format, struct error *err) {
  /* A pipe could keep the program waiting for ever. */
  if (!text_file_is_regular(path))
    return error_set(err, ERROR_IO, "%s: there is no such file", path);
  char *text = NULL;
  size_t size = 0;
  if (!text_file_read(path, ROWS_FILE_MAX, &text, &size, err))
    return false;
  struct rows_reader reader = {.format = format, .err = err};
  const bool ok = read_lines(&reader, path, text, size);
  free(text);
  return ok;
}
