# Puts the migrations (schema/*.sql) and rule set packs (schema/rulesets/*.json) into one C header, so that an
# installed daemon needs no files:
#
#     struct schema_file { const char *name; const char *text; size_t len; };
#     static const struct schema_file schema_migrations[] = {{"001_core.sql", "...", 1234}, ..., {NULL, NULL, 0}};
#     static const struct schema_file schema_rulesets[]   = {{"2024.json", "...", 567}, ..., {NULL, NULL, 0}};
#
# in the order of the arguments, bytes unchanged (every file ends with a newline).
#
# usage: awk -f scripts/schema2c.awk FILE.sql ... FILE.json ...

function quoted(line) {
    gsub(/\\/, "&&", line)
    gsub(/"/, "\\\"", line)
    gsub(/\t/, "\\t", line)
    gsub(/\r/, "\\r", line)
    gsub(/\?/, "\\?", line) # no trigraphs
    return "\"" line "\\n\""
}

function table(name, count, files,    i) {
    printf "\nstatic const struct schema_file %s[] __attribute__((unused)) = {\n", name
    for (i = 1; i <= count; i++)
        printf "    {\"%s\", schema_text_%s, sizeof schema_text_%s - 1},\n", base(files[i]), ident(files[i]), ident(files[i])
    print "    {NULL, NULL, 0},\n};"
}

function base(path) {
    sub(/^.*\//, "", path)
    return path
}

function ident(path) {
    path = base(path)
    gsub(/[^A-Za-z0-9]/, "_", path)
    return path
}

BEGIN {
    print "/* Made by scripts/schema2c.awk from schema/; do not edit. */"
    print "#ifndef SPOR_SCHEMA_GEN_H\n#define SPOR_SCHEMA_GEN_H"
    print "#pragma GCC diagnostic ignored \"-Woverlength-strings\""
    print "\n#include <stddef.h>"
    print "\nstruct schema_file {\n    const char *name;\n    const char *text;\n    size_t len;\n};"
}

FNR == 1 {
    if (open)
        print "    ;"
    open = 1
    if (FILENAME ~ /\.json$/)
        packs[++n_packs] = FILENAME
    else
        migrations[++n_migrations] = FILENAME
    printf "\nstatic const char schema_text_%s[] __attribute__((unused)) =\n", ident(FILENAME)
}

{ print "    " quoted($0) }

END {
    if (open)
        print "    ;"
    table("schema_migrations", n_migrations, migrations)
    table("schema_rulesets", n_packs, packs)
    print "\n#endif"
}
