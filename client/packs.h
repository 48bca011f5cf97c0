/* The rule sets that Spor is shipped with, compiled in: what there is without a server. */
#ifndef SPOR_CLIENT_PACKS_H
#define SPOR_CLIENT_PACKS_H

#include "wire/json_rules.h"

/* All of it lies in the arena. */
enum err_code packs_read(struct arena *arena, struct rule_set_list *list, struct err *err) NODISCARD;

#endif
