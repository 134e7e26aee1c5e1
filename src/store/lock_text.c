#include "store/lock_text.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
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
  char *rest = line, *host = strtok_r(rest, " \n", &rest), *pid = strtok_r(NULL, " \n", &rest),
       *since = strtok_r(NULL, " \n", &rest), *end = NULL;
  if (since == NULL || strlen(host) >= sizeof holder->host || strlen(since) >= sizeof holder->since)
    return false;
  const long number = strtol(pid, &end, 10);
  if (*end != '\0' || number <= 0)
    return false;
  memcpy(holder->host, host, strlen(host) + 1);
  memcpy(holder->since, since, strlen(since) + 1);
  holder->pid = number;
  return true;
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
