#include "cli/stop.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "error.h"

/* A signal handler can only leave word in a variable of static storage. */
static volatile sig_atomic_t requested;

static void on_signal(int number) {
  static const char text[] = "\nlutdse: stopping after the running batch; once more to stop at once\n";
  (void)number;
  if (requested)
    _exit(ERROR_INTERRUPTED);
  requested = 1;
  if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
    return; /* nobody reads stderr; the stop counts all the same */
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
