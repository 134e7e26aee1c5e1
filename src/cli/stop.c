#include "cli/stop.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "error.h"

/* A signal handler can only leave word in a variable of static storage. */
static volatile sig_atomic_t requested;

static void say(const char *text) {
  if (write(STDERR_FILENO, text, strlen(text)) < 0)
    return; /* nobody reads stderr; the stop counts all the same */
}

static void on_signal(int number) {
  (void)number;
  if (requested) {
    say("\nlutdse: stopped at once; the same command goes on after the last finished batch\n");
    _exit(ERROR_INTERRUPTED);
  }
  requested = 1;
  say("\nlutdse: stopping after the running batch; once more to stop at once\n");
}

void stop_on_signals(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  (void)sigaction(SIGINT, &action, NULL);
  (void)sigaction(SIGTERM, &action, NULL);
}

bool stop_requested(void) { return requested != 0; }
