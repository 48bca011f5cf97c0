/* Every setting of spord, one row each; the reader, --help and the checks are made from these rows.
 *
 * Kinds of values: T text, I integer within bounds, W one word of a list (the member is its place in it).
 * T(name, initial, flags, what it is), I(name, initial, lowest, highest, flags, what it is),
 * W(name, initial, words, flags, what it is). Include config.h. */
#ifndef SPOR_CONFIG_TABLE_H
#define SPOR_CONFIG_TABLE_H

#define SETTINGS(T, I, W)                                                                                    \
    T(database, "", CONFIG_SECRET,                                                                           \
      "connection of the daemon's role, as libpq reads it: a Unix socket, or TCP with "                      \
      "sslmode=verify-full (host= and hostaddr=, so that no name is looked up)")                             \
    T(owner_database, "", CONFIG_SECRET, "connection of the owner, for migrate and bootstrap")               \
    W(insecure_database, "off", "off|on", 0, "for tests: also a database over TCP without verify-full")      \
    T(listen, "127.0.0.1:8443", 0, "address and port; port 0 takes any free one")                            \
    T(data_dir, "var", 0, "folder of the keys and the development certificate")                              \
    T(certificate, "", 0, "certificate chain, PEM; without one a development certificate is made")           \
    T(key, "", 0, "key of the certificate, PEM")                                                             \
    T(origin, "", 0, "origin of the web client, for the cookie; by default that of the request's Host")      \
    W(assessor, "on", "off|on", 0, "assess in this daemon")                                                  \
    I(assess_mb, 64, 0, 65536, 0, "memory for the cases that were assessed last, MB (0: none is kept)")      \
    W(log_level, "info", "debug|info|warn|error", CONFIG_RELOADS, "lowest level that is logged")             \
    I(clock_shift, 0, -2000000000, 2000000000, 0, "seconds added to the clock, for tests")                   \
    I(readers, 4, 1, 16, 0, "database connections for reading; one caller has half of them at most")         \
    I(writers, 1, 1, 4, 0, "database connections for appending")                                             \
    I(connections, 6000, 1, 100000, 0, "client connections at most")                                         \
    I(connections_per_address, 0, 0, 100000, 0,                                                              \
      "of one address (0: a third of all); more where many people share one")                                \
    I(body_kb, 8192, 64, 65536, 0, "largest body of a request, kB")                                          \
    I(first_ms, 10000, 100, 600000, 0, "a new connection says nothing, or asks nothing, at most")            \
    I(handshake_ms, 10000, 100, 600000, 0, "TLS handshake at most")                                          \
    I(head_ms, 10000, 100, 600000, 0, "request head at most")                                                \
    I(body_ms, 30000, 100, 600000, 0, "request body at most")                                                \
    I(idle_ms, 60000, 100, 3600000, 0, "idle connection kept")                                               \
    I(write_ms, 30000, 100, 600000, 0, "a client that does not read is waited for")                          \
    I(stop_ms, 10000, 0, 600000, 0, "what is in work may end after SIGTERM")                                 \
    I(session_idle_minutes, 30, 1, 1440, 0, "a session ends when unused")                                    \
    I(session_hours, 10, 1, 24, 0, "a session ends in any case")                                             \
    I(login_failures, 5, 1, 1000, 0,                                                                         \
      "failed log-ins of an account or 4 times as many of an address "                                       \
      "before further ones wait")                                                                            \
    I(login_minutes, 15, 1, 1440, 0, "failed log-ins are remembered")                                        \
    I(what_if_questions, 20, 1, 1000, 0, "a day of each person who sees no case")                            \
    I(who_per_hour, 30, 1, 10000, 0, "how often a person may ask by CPR number who has a case")

#endif
