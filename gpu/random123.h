/* What the build flattens for compilers at run time. */
#include <Random123/philox.h>
