//! The store: one suite, held by an SQLite file and by a PostgreSQL that is started for it.

mod backend;
mod postgres;
mod changes;
mod history;
mod editors;
mod imports;
mod lists;
mod schema;
mod texts;
mod kill;
mod model;
mod doors;

use backend::Backend;
use postgres::Server;

/// Every test of the suite on SQLite, and all of them in one test on one PostgreSQL, which takes a second to start.
macro_rules! suite {
    ($($module:ident :: $name:ident,)*) => {
        mod on_sqlite {
            $(#[test]
            fn $name() {
                super::backend::wait_for(super::$module::$name(&super::Backend::sqlite()));
            })*
        }

        #[test]
        fn the_whole_suite_holds_on_postgresql() {
            let server = Server::start();
            $(backend::wait_for($module::$name(&Backend::postgres(&server, stringify!($name))));)*
        }
    };
}

suite! {
    changes::things_are_created_changed_and_cleared,
    changes::a_row_that_says_nothing_new_changes_nothing,
    changes::the_last_row_of_a_key_prevails,
    changes::what_the_catalogue_does_not_know_is_refused,
    changes::references_are_checked,
    changes::simulated_facts_are_known_as_such,
    history::every_version_says_who_when_why_before_and_after,
    history::a_removed_thing_keeps_its_history_and_may_come_back,
    history::what_was_said_at_a_moment_can_be_read,
    history::revisions_are_listed_with_what_they_did,
    editors::the_second_of_two_editors_is_told,
    editors::an_editor_of_a_removed_thing_is_told,
    editors::of_many_editors_one_wins_each_time,
    editors::of_many_makers_of_one_thing_one_makes_it,
    imports::an_error_in_the_middle_leaves_nothing,
    imports::an_import_that_is_dropped_leaves_nothing,
    imports::a_second_import_is_told_who_imports,
    imports::many_wait_for_an_import_and_all_come_through,
    imports::readers_see_the_state_before_until_the_end,
    imports::a_dry_run_says_what_the_import_does,
    imports::ten_thousand_rows_come_back_in_order,
    lists::a_page_is_filtered_by_region_text_and_key,
    schema::a_catalogue_may_grow_and_shrink,
    schema::a_register_of_a_newer_program_is_refused,
    schema::a_register_opens_while_an_import_runs,
    schema::words_of_sql_are_names_like_others,
    texts::texts_come_back_to_the_byte,
    texts::nul_is_refused_and_said_where,
}
