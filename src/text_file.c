#include "text_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FIRST_CAPACITY = 1 << 16 };

/* Read to the end of the file, one byte further than allowed at most, so that the caller sees the excess. */
static char *read_all(FILE *file, size_t max, size_t *size, struct error *err) {
  char *text = NULL;
  size_t length = 0;
  size_t capacity = FIRST_CAPACITY;
  for (;;) {
    char *const grown = realloc(text, capacity + 1);
    if (grown == NULL) {
      free(text);
      (void)error_memory(err, "file contents");
      return NULL;
    }
    text = grown;
    length += fread(text + length, 1, capacity - length, file);
    if (length < capacity || length > max)
      break;
    capacity *= 2;
  }
  text[length] = '\0';
  *size = length;
  return text;
}

bool text_file_too_large(const char *path, size_t max, struct error *err) {
  return error_set(err, ERROR_INPUT, "%s: the file is too large; allowed: at most %zu MiB", path, max >> 20);
}

bool text_file_read(const char *path, size_t max, char **text, size_t *size, struct error *err) {
  FILE *const file = fopen(path, "rbe");
  if (file == NULL)
    return error_set(err, ERROR_IO, "%s: cannot open: %s", path, strerror(errno));
  errno = 0;
  char *const all = read_all(file, max, size, err);
  const bool failed = ferror(file) != 0;
  const int reason = errno;
  (void)fclose(file);
  if (all == NULL)
    return false;
  if (failed || *size > max) {
    free(all);
    return failed ? error_set(err, ERROR_IO, "%s: cannot read: %s", path, strerror(reason))
                  : text_file_too_large(path, max, err);
  }
  *text = all;
  return true;
}

bool text_file_is_regular(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}
