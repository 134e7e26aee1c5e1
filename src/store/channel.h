/*
 * libhdf5 on an open file: a virtual file driver over a descriptor. What is read is the file that was checked, whatever
 * has its name by now, and what goes wrong has an errno. Internal to src/store/.
 */
#ifndef LUTDSE_STORE_CHANNEL_H
#define LUTDSE_STORE_CHANNEL_H

#include <hdf5.h>

struct channel {
  int descriptor;
  /*
   * The errno of the first read or write that failed, or 0. A failed write and all after it are dropped and pass for
   * done, so that libhdf5, which keeps what it could not write, can close everything; the file is worthless then.
   */
  int failed;
};

/*
 * Open the file behind the descriptor, or begin one in it, whose first `user_block` bytes libhdf5 leaves alone. Closing
 * it closes all its objects, but not the descriptor. The channel must live as long. Returns a negative identifier if it
 * fails.
 */
hid_t channel_open(struct channel *channel);
hid_t channel_create(struct channel *channel, hsize_t user_block);

#endif
