/* Errors: the table, filling, wrapping, pointing, and cutting at a character. */
#include "unit.h"

#include "base/err.h"

static void table_is_whole(void **state)
{
    (void)state;
    const struct err_info *none = err_info(ERR_NONE);
    assert_string_equal(none->name, "none");
    assert_int_equal(none->http_status, 200);
    assert_int_equal(none->exit_code, 0);
    for (enum err_code code = ERR_BAD_REQUEST; code <= ERR_NO_MEMORY; code++) {
        const struct err_info *info = err_info(code);
        assert_non_null(info->name);
        assert_in_range(info->http_status, 400, 599);
        assert_in_range(info->exit_code, 1, 6);
        for (enum err_code other = ERR_NONE; other < code; other++)
            assert_string_not_equal(info->name, err_info(other)->name);
    }
}

static void unknown_codes_are_internal(void **state)
{
    (void)state;
    assert_ptr_equal(err_info((enum err_code)9999), err_info(ERR_INTERNAL));
    assert_ptr_equal(err_info((enum err_code) - 1), err_info(ERR_INTERNAL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_is_whole),
        cmocka_unit_test(unknown_codes_are_internal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
