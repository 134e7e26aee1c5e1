#include "store/lock_text.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A host, a process, a time and the blanks between them. */
enum { LINE_SIZE = 128 };

static void write_host(char *host, size_t size) {
  if (gethostname(host, size - 1) != 0 || host[0] == '\0')
    (void)snprintf(host, size, "unknown");
  host[size - 1] = '\0';
  /* The line is read word by word. */
  for (char *c = host; *c != '\0'; c++)
    if (*c <= ' ')
      *c = '_';
}

struct lock_holder lock_self(void) {
  struct lock_holder self = {.pid = (long)getpid()};
  const time_t now = time(NULL);
  struct tm utc;
  write_host(self.host, sizeof self.host);
  if (gmtime_r(&now, &utc) == NULL || strftime(self.since, sizeof self.since, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
    (void)snprintf(self.since, sizeof self.since, "?");
  return self;
}

bool lock_text_read(int descriptor, struct lock_holder *holder) {
  char line[LINE_SIZE];
  const ssize_t length = pread(descriptor, line, sizeof line - 1, 0);
  *holder = (struct lock_holder){.pid = 0};
  if (length <= 0)
    return false;
  line[length] = '\0';
  if (sscanf(line, "%64s %ld %31s", holder->host, &holder->pid, holder->since) == 3 && holder->pid > 0)
    return true;
  *holder = (struct lock_holder){.pid = 0};
  return false;
}

int lock_text_write(int descriptor, const struct lock_holder *holder) {
  char line[LINE_SIZE];
  const int length = snprintf(line, sizeof line, "%s %ld %s\n", holder->host, holder->pid, holder->since);
  if (ftruncate(descriptor, 0) != 0)
    return errno;
  const ssize_t written = pwrite(descriptor, line, (size_t)length, 0);
  return written == length ? 0 : written < 0 ? errno : ENOSPC;
}

bool lock_is_local(const struct lock_holder *holder) {
  char host[sizeof holder->host];
  write_host(host, sizeof host);
  return strcmp(host, holder->host) == 0;
}

bool lock_is_alive(const struct lock_holder *holder) { return kill((pid_t)holder->pid, 0) == 0 || errno == EPERM; }
