# Lists or makes the mutants of a C file: the same program with one operator or constant changed. See scripts/mutants.
#
# usage: awk -f scripts/mutants.awk FILE                               lists them: line, column, length, instead
#        awk -v line=L -v column=C -v len=N -v instead=TEXT -f scripts/mutants.awk FILE     writes that one

BEGIN {
    split("< <=,<= <,> >=,>= >,== !=,!= ==,&& ||,|| &&,+= -=,-= +=", pairs, ",")
    for (i in pairs) {
        split(pairs[i], pair, " ")
        other[pair[1]] = pair[2]
    }
    other[" + "] = " - "
    other[" - "] = " + "
    other["!"] = ""
    other["day_min"] = "day_max"
    other["day_max"] = "day_min"
}

line {
    print FNR == line ? substr($0, 1, column - 1) instead substr($0, column + len) : $0
    next
}

/^#/ { next }

{ # what is no code becomes blank, column by column
    text = ""
    for (rest = $0; rest != "";) {
        if (in_comment) {
            n = index(rest, "*/")
            in_comment = !n
            n = n ? n + 1 : length(rest)
        } else if (match(rest, /^\/\*/)) {
            in_comment = 1
            n = 2
        } else if (match(rest, /^("([^"\\]|\\.)*"|'([^'\\]|\\.)*')/)) {
            n = RLENGTH
        } else {
            text = text substr(rest, 1, 1)
            rest = substr(rest, 2)
            continue
        }
        text = text sprintf("%*s", n, "")
        rest = substr(rest, n + 1)
    }
    for (at = 1; at <= length(text); at += n) {
        rest = substr(text, at)
        n = 1
        if (match(rest, /^[A-Za-z_][A-Za-z_0-9]*/) || match(rest, /^(->|<<|>>|\+\+|--|0x[0-9a-f]+)/)) {
            n = RLENGTH
            if (substr(rest, 1, n) in other)
                print FNR "\t" at "\t" n "\t" other[substr(rest, 1, n)]
        } else if (match(rest, /^[0-9]+/)) {
            n = RLENGTH
            print FNR "\t" at "\t" n "\t" (substr(rest, 1, n) + 1)
            if (substr(rest, 1, n) > 0)
                print FNR "\t" at "\t" n "\t" (substr(rest, 1, n) - 1)
        } else
            for (len = 3; len > 0; len--)
                if (substr(rest, 1, len) in other) {
                    print FNR "\t" at "\t" len "\t" other[substr(rest, 1, len)]
                    n = len
                    break
                }
    }
}
