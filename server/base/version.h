/* The version of Spor, in this one place: both programs tell it, and CHANGELOG.md begins with it. */
#ifndef SPOR_VERSION_H
#define SPOR_VERSION_H

#define SPOR_VERSION "0.1"

#endif
