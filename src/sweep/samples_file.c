#include "sweep/samples_file.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text_file.h"

static const char separators[] = ",; \t\r";

/* Parse "X<separators>Y<separators>". Changes nothing on failure. */
static bool parse_pair(const char *line, double *x, double *y) {
  char *end = NULL;
  const double first = strtod(line, &end);
  if (end == line || *end == '\0' || strchr(separators, *end) == NULL)
    return false;
  const char *const rest = end + strspn(end, separators);
  const double second = strtod(rest, &end);
  if (end == rest || end[strspn(end, separators)] != '\0' || !isfinite(first) || !isfinite(second))
    return false;
  *x = first;
  *y = second;
  return true;
}

/* Column titles: a line that begins with a letter or a quotation mark, but not with a number such as "nan". */
static bool is_title(const char *line) {
  char *end = NULL;
  (void)strtod(line, &end);
  return end == line && (isalpha((unsigned char)line[0]) || line[0] == '"');
}

struct samples_reader {
  const char *path;
  size_t line;
  bool title_seen;
  struct list *x, *y;
  struct error *err;
};

static bool read_line(struct samples_reader *reader, char *line) {
  line[strcspn(line, "#")] = '\0';
  line += strspn(line, separators + 2); /* blanks before the first column, no commas */
  if (*line == '\0')
    return true;
  double x = 0, y = 0;
  if (reader->x->count == 0 && !reader->title_seen && is_title(line)) {
    reader->title_seen = true;
    return true;
  }
  if (!parse_pair(line, &x, &y))
    return error_set(reader->err, ERROR_INPUT, "%s:%zu: this is no sample; allowed: two numbers, x and y", reader->path,
                     reader->line);
  if (reader->x->count > 0 && !(x > LIST_AT(reader->x, double, reader->x->count - 1)))
    return error_set(reader->err, ERROR_INPUT, "%s:%zu: x = %g does not exceed the x before; allowed: increasing x",
                     reader->path, reader->line, x);
  return (list_add(reader->x, &x, sizeof x) && list_add(reader->y, &y, sizeof y)) ||
         error_memory(reader->err, "samples");
}

static bool read_lines(struct samples_reader *reader, char *text, size_t size) {
  char *line = text;
  while (line < text + size) {
    reader->line++;
    char *const end = line + strcspn(line, "\n");
    const bool zero_byte = *end == '\0' && end < text + size;
    *end = '\0';
    if (zero_byte)
      return error_set(reader->err, ERROR_INPUT, "%s:%zu: the file holds a zero byte; allowed: text", reader->path,
                       reader->line);
    if (!read_line(reader, line))
      return false;
    line = end + 1;
  }
  return true;
}

bool samples_file_read(const char *path, struct list *x, struct list *y, struct error *err) {
  /* A pipe could keep the program waiting for ever. */
  if (!text_file_is_regular(path))
    return error_set(err, ERROR_IO, "%s: there is no such file", path);
  char *text = NULL;
  size_t size = 0;
  if (!text_file_read(path, SAMPLES_FILE_MAX, &text, &size, err))
    return false;
  struct samples_reader reader = {.path = path, .x = x, .y = y, .err = err};
  bool ok = read_lines(&reader, text, size);
  free(text);
  if (ok && x->count < 2)
    ok = error_set(err, ERROR_INPUT, "%s: %zu samples; allowed: two or more", path, x->count);
  return ok;
}
