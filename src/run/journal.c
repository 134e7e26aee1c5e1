#include "run/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "file.h"

enum { LINE_SIZE = 4096 };

void journal_path(const char *results, char *path, size_t size) {
  static const char h5[] = ".h5";
  const size_t length = strlen(results), end = sizeof h5 - 1;
  const bool named = length > end && strcmp(results + length - end, h5) == 0 && results[length - end - 1] != '/';
  (void)snprintf(path, size, "%.*s.log", (int)(named ? length - end : length), results);
}

bool journal_open(struct journal *journal, const char *path, bool create, struct error *err) {
  *journal = JOURNAL_NONE;
  /* Not to wait for the reader of a pipe. */
  const int flags = O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (create ? O_CREAT : 0);
  journal->file = open(path, flags, 0666);
  return journal->file >= 0 || file_error(err, "write", path, errno);
}

/* A message may quote what somebody wrote into a file: one line stays one line. */
static void make_plain(char *line) {
  for (; *line != '\0'; line++)
    if ((unsigned char)*line < ' ' || *line == 0x7f)
      *line = ' ';
}

/* The start of a line, after the end of one that was torn. */
static size_t begin(const struct journal *journal, char line[LINE_SIZE], const char *event) {
  char now[CLOCK_UTC_SIZE], host[64] = "";
  clock_utc(now);
  (void)gethostname(host, sizeof host - 1);
  return (size_t)snprintf(line, LINE_SIZE / 2, "%s%s %s[%ld] %s: ", journal->torn ? "\n" : "", now, host,
                          (long)getpid(), event);
}

void journal_write(struct journal *journal, const char *event, const char *format, ...) {
  if (journal->file < 0)
    return;
  char line[LINE_SIZE + 1];
  const size_t start = begin(journal, line, event);
  va_list arguments;
  va_start(arguments, format);
  (void)vsnprintf(line + start, LINE_SIZE - start, format, arguments);
  va_end(arguments);
  make_plain(line + start);
  const size_t length = strlen(line);
  line[length] = '\n';
  const ssize_t written = write(journal->file, line, length + 1);
  if (written > 0)
    journal->torn = (size_t)written < length + 1;
}

void journal_close(struct journal *journal) {
  if (journal->file >= 0)
    (void)close(journal->file);
  *journal = JOURNAL_NONE;
}
