/*
 * A claim: for the moment in which a lock file is read and signed, nobody else does so, however far flock() reaches. A
 * hard link is what all file systems make atomically, on every machine. Internal to lock.c.
 */
#ifndef LUTDSE_STORE_LOCK_CLAIM_H
#define LUTDSE_STORE_LOCK_CLAIM_H

#include <time.h>

#include "store/lock.h"

extern const char lock_claim_name[];

enum claim {
  CLAIM_MADE,
  CLAIM_NEEDLESS, /* there are no hard links here: flock() has to do */
  CLAIM_BUSY,     /* somebody else has it: try again */
  CLAIM_FAILED    /* an errno says why */
};

/*
 * Make a claim in the folder. `locked`: we hold the flock, so that whoever on this machine left a claim is dead. *now
 * is the time by the file system's own clock.
 */
enum claim lock_claim(const char *folder, bool locked, time_t *now, int *cause);
void lock_unclaim(const char *folder);

#endif
