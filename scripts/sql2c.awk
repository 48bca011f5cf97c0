# Makes one C header of SQL files, one statement a file: server/store/sql/course_open.sql becomes
#
#     static const struct sql SQL_COURSE_OPEN = {"course_open", "insert into course ..."};
#
# Comments (`--` to the end of the line, outside quotes), empty lines and the closing semicolon are left out; the
# lines stay lines, so that PostgreSQL's error positions can be understood.
#
# usage: awk -f scripts/sql2c.awk FILE.sql ...

function finish() {
    sub(/;[ \t\n]*$/, "", text)
    sub(/\n$/, "", text)
    if (text == "") {
        print "sql2c: no statement in " file >"/dev/stderr"
        failed = 1
        exit 1
    }
    gsub(/\\/, "&&", text)
    gsub(/"/, "\\\"", text)
    gsub(/\n/, "\\n\"\n    \"", text)
    name = file
    sub(/^.*\//, "", name)
    sub(/\.sql$/, "", name)
    printf "\nstatic const struct sql SQL_%s __attribute__((unused)) = {\"%s\",\n    \"%s\"};\n", toupper(name), name, text
}

# The line without a comment: the first `--` that has an even number of quotes before it starts one.
function without_comment(line, at, before) {
    at = 0
    while (match(substr(line, at + 1), /--/)) {
        at += RSTART
        before = substr(line, 1, at - 1)
        if (gsub(/'/, "", before) % 2 == 0)
            return substr(line, 1, at - 1)
    }
    return line
}

BEGIN {
    print "/* Made by scripts/sql2c.awk from the .sql files; do not edit. */"
    print "#ifndef SPOR_SQL_GEN_H\n#define SPOR_SQL_GEN_H"
    print "#include \"io/db.h\" /* struct sql: the name under which it is prepared, and the text */"
    print "#pragma GCC diagnostic ignored \"-Woverlength-strings\""
}

FNR == 1 {
    if (file != "")
        finish()
    file = FILENAME
    text = ""
}

{
    line = without_comment($0)
    sub(/[ \t\r]+$/, "", line)
    if (line != "")
        text = text line "\n"
}

END {
    if (failed)
        exit 1
    if (file != "")
        finish()
    print "\n#endif"
}
