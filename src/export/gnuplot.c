#include "export/gnuplot.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"

static const char complaints[] = "gnuplot-stderr";

/* In the folder, reading nothing, printing into files. Returns 0 or an error number. */
static int set_up_child(posix_spawn_file_actions_t *actions, const struct scratch *scratch) {
  const int flags = O_WRONLY | O_CREAT | O_TRUNC;
  int failed = posix_spawn_file_actions_addchdir_np(actions, scratch->folder);
  if (failed == 0)
    failed = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  if (failed == 0)
    failed = posix_spawn_file_actions_addopen(actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  if (failed == 0)
    failed = posix_spawn_file_actions_addopen(actions, STDERR_FILENO, complaints, flags, 0600);
  return failed;
}

static int spawn(const char *program, const struct scratch *scratch, const char *script, pid_t *child) {
  char absolute[PATH_MAX];
  posix_spawn_file_actions_t actions;
  /* The child looks from another folder. A plain name is looked up in PATH. */
  if (strchr(program, '/') != NULL && (program = realpath(program, absolute)) == NULL)
    return errno;
  int failed = posix_spawn_file_actions_init(&actions);
  if (failed != 0)
    return failed;
  failed = set_up_child(&actions, scratch);
  /* -d: no ~/.gnuplot, so that figures are the same for everybody. */
  char *const arguments[] = {(char *)program, "-d", (char *)script, NULL};
  if (failed == 0)
    failed = posix_spawnp(child, program, &actions, NULL, arguments, environ);
  (void)posix_spawn_file_actions_destroy(&actions);
  return failed;
}

/* gnuplot's first message that says something, on one line. It echoes the line at fault and marks a spot in it. */
static void first_complaint(const struct scratch *scratch, char *text, size_t size) {
  (void)snprintf(text, size, "it printed no reason");
  struct error ignored;
  FILE *in = scratch_read(scratch, complaints, &ignored);
  if (in == NULL)
    return;
  char line[512];
  while (fgets(line, sizeof line, in) != NULL) {
    line[strcspn(line, "\r\n")] = '\0';
    const char *start = line + strspn(line, " \t");
    if (strstr(start, "line ") != NULL && strchr(start, ':') != NULL && strstr(start, "warning") == NULL) {
      (void)snprintf(text, size, "%s", start);
      break;
    }
  }
  (void)fclose(in);
}

/* Wait for the child to end, which it is made to if it takes too long: *late says so. Returns 0 or an error number. */
static int await(pid_t child, double seconds, int *status, bool *late) {
  const struct timespec nap = {.tv_nsec = 10000000};
  const double end = clock_seconds() + seconds;
  *late = false;
  for (;;) {
    const pid_t ended = waitpid(child, status, *late ? 0 : WNOHANG);
    if (ended == child)
      return 0;
    if (ended < 0 && errno != EINTR)
      return errno;
    if (!*late && clock_seconds() >= end) {
      *late = true;
      (void)kill(child, SIGKILL);
    } else {
      (void)nanosleep(&nap, NULL);
    }
  }
}

static bool wait_for(pid_t child, const char *program, const struct scratch *scratch, double seconds,
                     struct error *err) {
  int status = 0;
  bool late = false;
  const int failed = await(child, seconds, &status, &late);
  if (failed != 0)
    return error_set(err, ERROR_INTERNAL, "%s: cannot wait for it: %s", program, strerror(failed));
  if (late)
    return error_set(err, ERROR_IO, "%s: stopped, for it had not ended after %.0f s; draw fewer figures or formats",
                     program, seconds);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
    return true;
  char reason[512];
  first_complaint(scratch, reason, sizeof reason);
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    return error_set(err, signal == SIGINT || signal == SIGTERM ? ERROR_INTERRUPTED : ERROR_IO,
                     "%s: stopped by signal %d (%s)", program, signal, strsignal(signal));
  }
  return error_set(err, ERROR_IO, "%s: failed with status %d: %s", program, WEXITSTATUS(status), reason);
}

bool gnuplot_run(const char *program, const struct scratch *scratch, const char *script, double seconds,
                 struct error *err) {
  pid_t child = 0;
  const int failed = spawn(program, scratch, script, &child);
  if (failed == ENOENT)
    return error_set(err, ERROR_IO, "%s: not found; install gnuplot (5.4 or later, with cairo terminals)", program);
  if (failed != 0)
    return error_set(err, ERROR_IO, "%s: cannot start: %s", program, strerror(failed));
  return wait_for(child, program, scratch, seconds, err);
}

bool gnuplot_check(const char *program, struct error *err) {
  static const char name[] = "check.gp";
  enum { PATIENCE = 60 };
  struct scratch scratch;
  if (!scratch_open(&scratch, err))
    return false;
  FILE *const script = scratch_create(&scratch, name, err);
  bool ok = script != NULL;
  if (ok) {
    (void)fputs("set terminal pdfcairo\nset terminal svg\n", script);
    ok = scratch_finish(&scratch, script, name, err) && gnuplot_run(program, &scratch, name, PATIENCE, err);
  }
  scratch_close(&scratch);
  return ok;
}
