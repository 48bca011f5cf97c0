/* See password_rule.h. */
#include "app/password_rule.h"

enum { NAME_IN_PASSWORD = 4, FEW = 4, LETTERS_MAX = 4 * PASSWORD_MAX_CHARS };

/* Words that stand alone in passwords, in lower case; what is left of a password without digits and signs. */
static const char *const common[] = {
    /* what it is for */
    "adgangskode",
    "adgangskoden",
    "adminadmin",
    "administrator",
    "admin",
    "brugernavn",
    "hemmelig",
    "hemmeligt",
    "kodeord",
    "kodeordet",
    "login",
    "logind",
    "mitkodeord",
    "minadgangskode",
    "minkode",
    "mypassword",
    "nytkodeord",
    "nyadgangskode",
    "passord",
    "password",
    "passwordet",
    "passwort",
    "passw",
    "root",
    "secret",
    "skiftmig",
    "spor",
    "test",
    "testtest",
    "testbruger",
    "velkommen",
    "velkomment",
    "welcome",
    "changeme",
    "changethis",
    "default",
    "guest",
    "letmein",
    "letmeinnow",
    "newpassword",
    "temporary",
    "temppassword",
    "user",
    "username",
    "superuser",
    "pass",
    "qwer",
    /* rows of keys */
    "qwerty",
    "qwertyu",
    "qwertyui",
    "qwertyuio",
    "qwertyuiop",
    "qwertyuiopå",
    "qwertyqwerty",
    "qwertyasdfgh",
    "asdf",
    "asdfgh",
    "asdfghj",
    "asdfghjk",
    "asdfghjkl",
    "asdfghjklæ",
    "asdfghjklæø",
    "zxcvbn",
    "zxcvbnm",
    "qazwsx",
    "qazwsxedc",
    "qazwsxedcrfv",
    "qwe",
    "qweasd",
    "qweasdzxc",
    "asd",
    "zxc",
    "abc",
    "abcd",
    "abcdef",
    "abcdefgh",
    "azerty",
    "azertyuiop",
    "qwerty",
    "qwert",
    "qaz",
    "wsx",
    "poiuytrewq",
    "lkjhgfdsa",
    "mnbvcxz",
    /* seasons, months, days */
    "forår",
    "foraar",
    "sommer",
    "efterår",
    "efteraar",
    "vinter",
    "spring",
    "summer",
    "autumn",
    "winter",
    "sommeren",
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
    "mandag",
    "tirsdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lørdag",
    "søndag",
    "sommerferie",
    "juleferie",
    "jul",
    "glædeligjul",
    "påske",
    "january",
    "february",
    "march",
    "june",
    "july",
    "october",
    "monday",
    "friday",
    /* places and work */
    "danmark",
    "denmark",
    "københavn",
    "kobenhavn",
    "koebenhavn",
    "aarhus",
    "århus",
    "odense",
    "aalborg",
    "ålborg",
    "esbjerg",
    "randers",
    "kolding",
    "horsens",
    "vejle",
    "roskilde",
    "herning",
    "silkeborg",
    "kommune",
    "kommunen",
    "jobcenter",
    "jobcentret",
    "borger",
    "borgere",
    "borgerservice",
    "sagsbehandler",
    "ydelse",
    "beskæftigelse",
    "rådhus",
    "raadhus",
    "forvaltning",
    "kontor",
    "arbejde",
    "computer",
    "internet",
    /* football, films, feelings, animals, names */
    "fckøbenhavn",
    "fckobenhavn",
    "brøndby",
    "brondby",
    "liverpool",
    "arsenal",
    "chelsea",
    "barcelona",
    "football",
    "fodbold",
    "baseball",
    "basketball",
    "superman",
    "batman",
    "starwars",
    "pokemon",
    "spiderman",
    "iloveyou",
    "ilovemyself",
    "jegelskerdig",
    "elskerdig",
    "elsker",
    "skat",
    "skatter",
    "sunshine",
    "solskin",
    "princess",
    "prinsesse",
    "monkey",
    "dragon",
    "master",
    "shadow",
    "killer",
    "trustno",
    "whatever",
    "freedom",
    "flower",
    "blomst",
    "hund",
    "kat",
    "mickey",
    "mickeymouse",
    "andersand",
    "michael",
    "jennifer",
    "jessica",
    "ashley",
    "daniel",
    "charlie",
    "thomas",
    "christian",
    "kristian",
    "mathias",
    "frederik",
    "emma",
    "sofie",
    "anders",
    "louise",
    "maria",
    "peter",
    "lars",
    "mette",
    "anne",
    "hans",
    "jens",
    "correcthorsebatterystaple",
    "idontknow",
    "nothing",
    "hello",
    "hej",
    "hejhej",
    "hejmeddig",
    "halli",
    "goddag",
    "godmorgen",
    "kaffe",
    "chokolade",
    "cheese",
    "ost",
};

/* A letter in lower case, æ, ø and å among them; 0: a digit, a sign, a space. `len` gets its bytes. */
static uint32_t letter_at(struct str text, size_t *len)
{
    uint8_t c = (uint8_t)text.at[0];
    *len = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    if (*len > text.len)
        *len = text.len;
    if (c < 0x80)
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? c | 0x20u : 0;
    uint32_t code = c & (0x7Fu >> *len);
    for (size_t i = 1; i < *len; i++)
        code = code << 6 | ((uint8_t)text.at[i] & 0x3Fu);
    return code >= 0xC0 && code <= 0xDE && code != 0xD7 ? code + 0x20 : code;
}

static size_t put_letter(char *out, uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    out[0] = '?'; /* of no script that the list has */
    return 1;
}

/* The letters of the text in lower case. */
static struct str letters_of(struct str text, char out[LETTERS_MAX])
{
    size_t n = 0, len;
    for (; text.len > 0 && n + 2 <= LETTERS_MAX; text.at += len, text.len -= len) {
        uint32_t code = letter_at(text, &len);
        n += code ? put_letter(out + n, code) : 0;
    }
    return (struct str){out, n};
}

/* The word, once or several times. */
static bool is_word_again(struct str letters, struct str word)
{
    if (letters.len == 0 || word.len == 0 || letters.len % word.len != 0)
        return false;
    for (size_t at = 0; at < letters.len; at += word.len)
        if (memcmp(letters.at + at, word.at, word.len) != 0)
            return false;
    return true;
}

static bool is_common_word(struct str letters)
{
    for (size_t i = 0; i < ARRAY_LEN(common); i++)
        if (is_word_again(letters, str_of(common[i])))
            return true;
    return false;
}

/* "aaaaaaaaaaaa", "123456789012", "abababababab": few different characters, or each the neighbour of the one before. */
static bool is_row(struct str password)
{
    size_t up = 0, down = 0, different = 0;
    bool seen[256] = {false};
    for (size_t i = 0; i < password.len; i++) {
        uint8_t c = (uint8_t)password.at[i];
        different += seen[c] ? 0 : 1;
        seen[c] = true;
        if (i == 0)
            continue;
        uint8_t before = (uint8_t)password.at[i - 1];
        up += c == before + 1 || (before == '9' && c == '0') ? 1 : 0;
        down += before == c + 1 || (before == '0' && c == '9') ? 1 : 0;
    }
    size_t steps = password.len - 1;
    return different < FEW || up + 1 >= steps || down + 1 >= steps;
}

static bool has_name(struct str letters, struct str name)
{
    for (size_t at = 0; at + name.len <= letters.len; at++)
        if (memcmp(letters.at + at, name.at, name.len) == 0)
            return true;
    return false;
}

/* In lower case, all characters kept. */
static struct str lower(struct str text, char out[LETTERS_MAX])
{
    size_t n = 0, len;
    for (; text.len > 0 && n + 4 <= LETTERS_MAX; text.at += len, text.len -= len) {
        uint32_t code = letter_at(text, &len);
        if (code && code < 0x800) {
            n += put_letter(out + n, code);
        } else {
            memcpy(out + n, text.at, len);
            n += len;
        }
    }
    return (struct str){out, n};
}

enum err_code password_rule(struct str password, struct str login, struct err *err)
{
    size_t characters = 0;
    for (size_t i = 0; i < password.len; i++)
        characters += ((uint8_t)password.at[i] & 0xC0) != 0x80;
    if (characters < PASSWORD_MIN_CHARS || characters > PASSWORD_MAX_CHARS)
        return err_set_at(err, ERR_INVALID, "/password", "a password has %d to %d characters",
                          PASSWORD_MIN_CHARS, PASSWORD_MAX_CHARS);
    char letters[LETTERS_MAX], small[LETTERS_MAX], name[LETTERS_MAX];
    if (is_row(password) || is_common_word(letters_of(password, letters)))
        return err_set_at(err, ERR_INVALID, "/password", "many people use this password: take another one");
    struct str of_login = lower(login, name);
    if (of_login.len >= NAME_IN_PASSWORD && has_name(lower(password, small), of_login))
        return err_set_at(err, ERR_INVALID, "/password", "a password may not hold the name of the log-in");
    return ERR_NONE;
}
