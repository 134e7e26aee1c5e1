/* What a lock file says, and how long ago somebody gave a sign of life. Internal to lock.c and lock_claim.c. */
#ifndef LUTDSE_STORE_LOCK_TEXT_H
#define LUTDSE_STORE_LOCK_TEXT_H

#include <sys/stat.h>

#include "store/lock.h"

/* This process, as of now. */
struct lock_holder lock_self(void);

/* Read and write the line of an open file. Reading returns false where there is none; writing returns 0 or an errno. */
bool lock_text_read(int descriptor, struct lock_holder *holder);
int lock_text_write(int descriptor, const struct lock_holder *holder);

/* Whether a holder is a process of this machine, and of those whether it is there. */
bool lock_is_local(const struct lock_holder *holder);
bool lock_is_alive(const struct lock_holder *holder);

#endif
