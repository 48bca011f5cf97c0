#!/bin/bash
# The packages that scripts/install names are those that the build needs: `all` is built with nothing but what
# `scripts/install build` brings (headers and libraries, too), what is missing is named in one line before anything is
# compiled, and who only asks for help or cleans up is asked for nothing. SPOR_QUICK: of the objects a few are compiled
# anew, at least one with the headers of each package; the others are taken from where they are.
. "$(dirname "$0")/../../scripts/lib.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$top"
n=0
report() { # GOOD NAME
    n=$((n + 1))
    [ "$1" = 0 ] && echo "ok $n - $2" || echo "not ok $n - $2"
}
is() { # GOT WANTED NAME
    [ "$1" = "$2" ] && report 0 "$3" || {
        report 1 "$3"
        printf '%s\n' "got:    $1" "wanted: $2" | sed 's/^/# /'
    }
}
gcc=${GCC:-gcc}

# What `apt-get install --no-install-recommends` of the packages named brings, of what is installed here: a package a line.
with_what_they_need() {
    dpkg-query -W -f '${Package}\t${Provides}\t${Pre-Depends}, ${Depends}\n' | awk -F '\t' -v wanted="$1" '
        function plain(text) { gsub(/\([^)]*\)|:[a-z0-9]+|[ \t]/, "", text); return text }
        {
            needs[$1] = plain($3)
            count = split(plain($2), provided, ",")
            for (i = 1; i <= count; i++)
                provider[provided[i]] = $1
        }
        function take(alternatives,    i, count, words, name) {
            count = split(alternatives, words, "|")
            for (i = 1; i <= count; i++) {
                name = words[i] in needs ? words[i] : provider[words[i]]
                if (name in needs) {
                    if (!(name in taken)) {
                        taken[name] = 1
                        follow(needs[name])
                    }
                    return
                }
            }
        }
        function follow(list,    i, count, words) {
            count = split(list, words, ",")
            for (i = 1; i <= count; i++)
                take(words[i])
        }
        END {
            gsub("\n", ",", wanted)
            follow(wanted)
            for (name in taken)
                print name
        }'
}

# A root of links: the headers and libraries of those packages, nothing else.
root=$work/root
mkdir -p "$root/usr"
for folder in lib lib64; do
    mkdir "$root/usr/$folder"
    ln -s "usr/$folder" "$root/$folder"
done
mapfile -t packages < <(with_what_they_need "$(scripts/install build --list)")
dpkg -L "${packages[@]}" | sort -u | ROOT=$root perl -MFile::Path=make_path -MFile::Basename=dirname -ne '
    chomp;
    m{^(?:/usr)?(/(?:include|lib64|share/pkgconfig|lib/[^/]+-linux-gnu)/.*)} && !-d or next;
    make_path dirname "$ENV{ROOT}/usr$1";
    symlink $_, "$ENV{ROOT}/usr$1";'
mapfile -t folders < <(find "$root" -name pkgconfig -type d)
only() { # only COMMAND...: pkg-config knows nothing else
    PKG_CONFIG_LIBDIR=$(IFS=:; echo "${folders[*]}") PKG_CONFIG_SYSROOT_DIR=$root "$@"
}
set +e

# ---- enough
mapfile -t sources < <(find server client -name '*.[ch]')
grep -ohE '^#include <[^>]+>' "${sources[@]}" | sort -u >"$work/all.c"
# shellcheck disable=SC2016,SC2046 # make's variables; a list of flags
"$gcc" "--sysroot=$root" $(only make -s --eval 'flags:; @echo $(spord_cflags) $(spor_cflags)' flags) -D_GNU_SOURCE -fsyntax-only \
    "$work/all.c" 2>"$work/out"
report $? "each of $(wc -l <"$work/all.c") headers is there with what scripts/install build brings"
sed 's/^/# /' "$work/out"

quick=${SPOR_QUICK:-}
if [ -n "$quick" ] && [ -f "${BUILD:-build}/release/libspord.a" ]; then
    mkdir "$work/build"
    cp -a "${BUILD:-build}/release" "$work/build/release"
    rm -f "$work"/build/release/{spor,spord,*.a}
    grep -oE '^#include <[^>]*\b(uv|libpq-fe|jansson|llhttp|evp|curl|expat|zlib)\.h>' "${sources[@]}" |
        awk -F : -v at="$work/build/release/" '$1 ~ /c$/ && !seen[$2]++ {sub(/c$/, "o", $1); print at $1}' | xargs rm -f
fi
only make -s -j"$(nproc)" BUILD="$work/build" CC="$gcc --sysroot=$root" all >"$work/out" 2>&1
report $? "all is built with it"
compiled=$(grep -c '^cc' "$work/out")
[ "$compiled" -ge 7 ]
report $? "$compiled sources of it anew"
"$work/build/spord" version >"$work/version"
report $? "the program runs: $(cat "$work/version")"

# ---- what is missing is said, before anything else
said() { # said WITHOUT TARGET: what make says where pkg-config does not know WITHOUT; '*': knows nothing
    rm -rf "$work/pc" "$work/none"
    mkdir "$work/pc"
    find "${folders[@]}" -name '*.pc' -exec cp -L {} "$work/pc" \;
    # shellcheck disable=SC2086 # a pattern
    (cd "$work/pc" && rm -f $1.pc)
    PKG_CONFIG_LIBDIR=$work/pc make -s -j2 BUILD="$work/none" CC="$gcc" "${@:2}" 2>&1 | sed 's/^Makefile:[0-9]*: \*\*\* //; s/  Stop\.$//'
    [ ! -e "$work/none" ] || echo "something was made"
}
for package in libpq jansson expat; do
    is "$(said $package all)" "$package is missing: scripts/install build." "all without $package"
done
is "$(said 'lib[pu][qv]' all)" "libuv, libpq are missing: scripts/install build." "all without two of them"
is "$(said cmocka unit)" "cmocka is missing: scripts/install test." "unit without cmocka"
is "$(said libpq unit)" "libpq is missing: scripts/install build." "unit without libpq"
is "$(said expat "$work/none/release/spord" -n | grep -c 'is missing:')" 0 "the daemon needs nothing of the client"
is "$(said zlib "$work/none/asan/client/xes.o")" "zlib is missing: scripts/install build." "a single object"
is "$(said none all CC=no-such-cc)" "no-such-cc is missing: scripts/install build." "without a compiler"
is "$(said none fuzz CLANG=no-such-clang)" "no-such-clang is missing: scripts/install all." "fuzz without clang"
is "$(said '*' help)" "$(make -s help)" "help needs nothing"
is "$(said '*' clean)" "" "clean neither"

# ---- the image
for program in spord spor; do
    objdump -p "$work/build/$program"
done | awk '$1 == "NEEDED" {print $2}' | sort -u >"$work/needed"
missing=$(while read -r library; do
    dpkg -S "*/$library" | sed -n 's/:.*//p' | sort -u | head -1
done <"$work/needed" | sort -u | while read -r package; do
    grep -qE "(^| )$package( |\$)" scripts/Dockerfile || [ "$package" = libc6 ] || echo "$package"
done)
is "$missing" "" "the image has the libraries of $(wc -l <"$work/needed") that the programs are linked with"
report "$(grep -q '^RUN scripts/install build ' scripts/Dockerfile; echo $?)" "and is built with scripts/install build"
echo "1..$n"
