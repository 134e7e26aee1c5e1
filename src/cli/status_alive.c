#include "cli/status_alive.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* A sign of life comes every five seconds; disks of clusters may be slow. */
static const double fresh_seconds = 30;

static bool on_this_host(const char *host) {
  char own[256] = "";
  (void)gethostname(own, sizeof own - 1);
  return strcmp(host, own) == 0;
}

static bool process_lives(long pid) { return pid > 0 && (kill((pid_t)pid, 0) == 0 || errno == EPERM); }

/* Only asked where the writer seems to be gone: a run that begins at this very moment could find the lock taken. */
static bool lock_is_held(const char *folder, bool otherwise) {
  char path[PATH_MAX + 8];
  (void)snprintf(path, sizeof path, "%s/lock", folder);
  const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0)
    return errno != ENOENT && otherwise;
  bool held = false;
  if (flock(file, LOCK_SH | LOCK_NB) != 0)
    held = errno == EWOULDBLOCK || otherwise;
  (void)close(file);
  return held;
}

bool status_alive(const char *folder, const char *host, long pid, double age) {
  const bool fresh = age < fresh_seconds, here = host != NULL && on_this_host(host);
  if (fresh && host != NULL && (here ? process_lives(pid) : true))
    return true;
  return lock_is_held(folder, fresh && !here);
}
