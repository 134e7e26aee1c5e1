/* Loops over threads. */
#ifndef LUTDSE_PARALLEL_H
#define LUTDSE_PARALLEL_H

#include <stddef.h>

/* Work on item `index`; `thread` (0 ... threads-1) is the same for all items one thread works on. */
typedef void parallel_work(void *context, size_t index, unsigned thread);

/*
 * Call work(context, i, thread) for every i below `count`, on up to `threads` threads of which the caller is one.
 * Items are handed out in order as threads become free; returns when all are done. If threads cannot be started
 * the caller does more of the work.
 */
void parallel_for(unsigned threads, size_t count, parallel_work *work, void *context);

/* The number of processors this process may run on, 1 ... 1024. */
unsigned parallel_processors(void);

#endif
