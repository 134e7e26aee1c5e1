#include "synth/tool.h"

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

enum { ARGUMENTS_MAX = 16 };

bool tool_find_line(const struct scratch *scratch, const char *name, const char *wanted, char *line, size_t size) {
  struct error ignored;
  FILE *in = scratch_read(scratch, name, &ignored);
  if (in == NULL)
    return false;
  char buffer[1024];
  bool found = false;
  while (!found && fgets(buffer, sizeof buffer, in) != NULL) {
    buffer[strcspn(buffer, "\r\n")] = '\0';
    found = strstr(buffer, wanted) != NULL;
  }
  (void)fclose(in);
  if (found)
    (void)snprintf(line, size, "%s", buffer + strspn(buffer, " \t"));
  return found;
}

/* The environment with TMPDIR in the folder; the caller frees the array. NULL if memory runs out. */
static char **make_environment(char *folder) {
  size_t count = 0;
  while (environ[count] != NULL)
    count++;
  char **list = calloc(count + 2, sizeof *list);
  if (list == NULL)
    return NULL;
  size_t kept = 0;
  for (size_t i = 0; i < count; i++)
    if (strncmp(environ[i], "TMPDIR=", 7) != 0)
      list[kept++] = environ[i];
  list[kept] = folder;
  return list;
}

/* In the folder, reading nothing, printing into a file. Returns 0 or an error number. */
static int set_up_files(posix_spawn_file_actions_t *actions, const struct scratch *scratch, const char *output) {
  int failed = posix_spawn_file_actions_addchdir_np(actions, scratch->folder);
  if (failed == 0)
    failed = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  if (failed == 0)
    failed = posix_spawn_file_actions_addopen(actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (failed == 0)
    failed = posix_spawn_file_actions_adddup2(actions, STDOUT_FILENO, STDERR_FILENO);
  return failed;
}

/* A process group of its own, so that what it starts can be stopped with it, and no signal blocked or ignored. */
static int set_up_process(posix_spawnattr_t *attributes) {
  sigset_t none, usual;
  (void)sigemptyset(&none);
  (void)sigemptyset(&usual);
  (void)sigaddset(&usual, SIGINT);
  (void)sigaddset(&usual, SIGTERM);
  (void)sigaddset(&usual, SIGPIPE);
  int failed =
      posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  if (failed == 0)
    failed = posix_spawnattr_setsigmask(attributes, &none);
  if (failed == 0)
    failed = posix_spawnattr_setsigdefault(attributes, &usual);
  return failed;
}

static int spawn_with(const char *program, char *const *arguments, char *const *environment,
                      const struct scratch *scratch, const char *output, pid_t *child) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int failed = posix_spawn_file_actions_init(&actions);
  if (failed != 0)
    return failed;
  failed = posix_spawnattr_init(&attributes);
  if (failed == 0) {
    failed = set_up_files(&actions, scratch, output);
    if (failed == 0)
      failed = set_up_process(&attributes);
    if (failed == 0)
      failed = posix_spawnp(child, program, &actions, &attributes, arguments, environment);
    (void)posix_spawnattr_destroy(&attributes);
  }
  (void)posix_spawn_file_actions_destroy(&actions);
  return failed;
}

/* Returns 0 or an error number. */
static int spawn(const char *program, const struct scratch *scratch, const char *const *arguments, const char *output,
                 pid_t *child) {
  char absolute[PATH_MAX], temporary[sizeof scratch->folder + 8];
  /* The child looks from another folder. A plain name is looked up in PATH. */
  if (strchr(program, '/') != NULL && (program = realpath(program, absolute)) == NULL)
    return errno;
  const char *list[ARGUMENTS_MAX + 2] = {program};
  for (size_t i = 0; arguments[i] != NULL; i++) {
    if (i == ARGUMENTS_MAX)
      return E2BIG;
    list[i + 1] = arguments[i];
  }
  (void)snprintf(temporary, sizeof temporary, "TMPDIR=%s", scratch->folder);
  char **environment = make_environment(temporary);
  if (environment == NULL)
    return ENOMEM;
  const int failed = spawn_with(program, (char *const *)list, environment, scratch, output, child);
  free(environment);
  return failed;
}

enum ending { ENDED, ENDED_LATE, ENDED_STOPPED };

/* Wait for the child to end, which it is made to if it takes too long or is not wanted. Returns 0 or an error number.
 */
static int await(pid_t child, const struct tool *tool, int *status, enum ending *ending) {
  const struct timespec nap = {.tv_nsec = 5000000};
  const double end = clock_seconds() + tool->seconds;
  *ending = ENDED;
  for (;;) {
    const pid_t ended = waitpid(child, status, *ending != ENDED ? 0 : WNOHANG);
    if (ended == child)
      return 0;
    if (ended < 0 && errno != EINTR)
      return errno;
    if (*ending != ENDED)
      continue;
    const bool unwanted = tool->stop != NULL && tool->stop();
    if (unwanted || clock_seconds() >= end) {
      *ending = unwanted ? ENDED_STOPPED : ENDED_LATE;
      (void)kill(-child, SIGKILL);
    } else {
      (void)nanosleep(&nap, NULL);
    }
  }
}

static bool judge(const struct tool *tool, const struct scratch *scratch, int status, const char *output,
                  struct error *err) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
    return true;
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    return error_set(err, signal == SIGINT || signal == SIGTERM ? ERROR_INTERRUPTED : ERROR_IO,
                     "%s: stopped by signal %d (%s)", tool->program, signal, strsignal(signal));
  }
  char reason[512] = "it printed no reason";
  (void)tool_find_line(scratch, output, tool->complaint, reason, sizeof reason);
  return error_set(err, ERROR_IO, "%s: failed with status %d: %s", tool->program, WEXITSTATUS(status), reason);
}

bool tool_run(const struct tool *tool, const struct scratch *scratch, const char *const *arguments, const char *output,
              struct error *err) {
  pid_t child = 0;
  int status = 0;
  enum ending ending = ENDED;
  int failed = spawn(tool->program, scratch, arguments, output, &child);
  if (failed == ENOENT)
    return error_set(err, ERROR_IO, "%s: not found; install it (on Debian: apt-get install %s)", tool->program,
                     tool->package);
  if (failed != 0)
    return error_set(err, ERROR_IO, "%s: cannot start: %s", tool->program, strerror(failed));
  failed = await(child, tool, &status, &ending);
  if (failed != 0)
    return error_set(err, ERROR_INTERNAL, "%s: cannot wait for it: %s", tool->program, strerror(failed));
  if (ending == ENDED_STOPPED)
    return error_set(err, ERROR_INTERRUPTED, "%s: stopped", tool->program);
  if (ending == ENDED_LATE)
    return error_set(err, ERROR_IO, "%s: stopped, for it had not ended after %.0f s", tool->program, tool->seconds);
  return judge(tool, scratch, status, output, err);
}
