#include "cli/status_alive.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static bool on_this_host(const char *host) {
  char own[256] = "";
  (void)gethostname(own, sizeof own - 1);
  return strcmp(host, own) == 0;
}

static bool process_lives(long pid) { return pid > 0 && (kill((pid_t)pid, 0) == 0 || errno == EPERM); }

/*
 * Only asked where the writer seems to be gone. A run that begins at this very moment finds the lock taken, and looks
 * again.
 */
static bool lock_is_held(const char *path) {
  const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0)
    return false;
  const bool held = flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  (void)close(file);
  return held;
}

/* Seconds since the lock was signed or touched. */
static double age_of_lock(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 ? fmax(difftime(time(NULL), status.st_mtime), 0) : (double)INFINITY;
}

bool status_alive(const char *folder, double age, struct lock_holder *holder) {
  char path[PATH_MAX + 16];
  (void)snprintf(path, sizeof path, "%s/lock", folder);
  const bool signature = lock_holder(folder, holder), here = signature && on_this_host(holder->host);
  const bool fresh = fmin(age, age_of_lock(path)) <= LOCK_PATIENCE;
  if (signature && fresh && (!here || process_lives(holder->pid)))
    return true;
  return lock_is_held(path);
}
