#include "cli/stop.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "error.h"

/* A signal handler can only leave word in a variable of static storage; any thread may run it, and any may ask. */
static atomic_int requested;
static const char *_Atomic stopping;

static void say(const char *text) {
  if (write(STDERR_FILENO, text, strlen(text)) < 0)
    return; /* nobody reads stderr; the stop counts all the same */
}

static void on_signal(int number) {
  (void)number;
  const int interrupted = errno;
  if (atomic_exchange(&requested, 1) != 0) {
    say("\nlutdse: stopped at once; the same command goes on from what was kept\n");
    _exit(ERROR_INTERRUPTED);
  }
  say("\nlutdse: stopping ");
  say(atomic_load(&stopping));
  say("; once more to stop at once\n");
  errno = interrupted;
}

void stop_on_signals(const char *what) {
  atomic_store(&stopping, what);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  (void)sigaction(SIGINT, &action, NULL);
  (void)sigaction(SIGTERM, &action, NULL);
}

bool stop_requested(void) { return atomic_load(&requested) != 0; }
