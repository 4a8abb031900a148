//! An administrator's own policies: read from a folder, and refused where they do not fit.

use access::{Action, Policy, PolicyError, Resource, Role, Who};

use crate::backend::standing;

fn read(text: &str) -> Result<Policy, PolicyError> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("lantian.cedar"), text).unwrap();
    Policy::read(folder.path())
}

#[track_caller]
fn check(text: &str, at: usize, says: &str) {
    match read(text).unwrap_err() {
        PolicyError::Line {
            file,
            line,
            message,
        } => {
            assert!(file.ends_with("lantian.cedar"));
            assert_eq!(line, at, "{message}");
            assert!(message.contains(says), "{message}");
        }
        other => panic!("{other}"),
    }
}

#[test]
fn a_folder_replaces_the_policies() {
    let policy =
        read("permit (principal in Role::\"county\", action == Action::\"run_sql\", resource);");
    let policy = policy.unwrap();
    let county = Who {
        account: None,
        standing: standing(Role::County, Some("140105")),
    };
    assert!(policy.allowed(&county, Action::RunSql, &Resource::default()));
    assert!(!policy.allowed(&county, Action::ViewAir, &Resource::default()));
    assert_eq!(policy.actions(&county), [Action::RunSql]);
}

#[test]
fn what_comes_with_the_program_can_be_copied_and_read() {
    let text = include_str!("../../policies/lantian.cedar");
    assert!(read(text).is_ok());
}

#[test]
fn the_example_in_the_book_is_one() {
    let book = include_str!("../../../../docs/book/access.md");
    let (_, example) = book.split_once("```cedar\n").unwrap();
    let (example, _) = example.split_once("```").unwrap();
    assert!(read(example).is_ok());
    for action in Action::ALL {
        assert!(book.contains(&format!("`{action}`")), "{action}");
    }
    for role in Role::ALL {
        assert!(book.contains(&format!("`{role}`")), "{role}");
    }
}

#[test]
fn a_slip_of_the_pen_is_named_with_its_line() {
    check("\npermit (principal, action, resource\n", 2, "unexpected");
    check(
        "permit (principal, action, resource);\n\npermitt (principal);",
        3,
        "",
    );
}

#[test]
fn what_the_schema_does_not_know_is_named_with_its_line() {
    let unknown = "\n\npermit (principal, action == Action::\"view_everything\", resource);";
    check(unknown, 3, "view_everything");
    let role = "\npermit (\n  principal in Role::\"citty\", action, resource);";
    check(role, 3, "citty");
    let attribute = "permit (principal, action, resource)\nwhen { resource.owner == \"x\" };";
    check(attribute, 2, "owner");
    let unsure = "permit (principal, action, resource)\nwhen { resource.entity == \"x\" };";
    check(unsure, 2, "entity");
}

#[test]
fn a_folder_without_policies_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let refused = Policy::read(folder.path()).unwrap_err();
    assert!(matches!(
        refused,
        PolicyError::File {
            kind: std::io::ErrorKind::NotFound,
            ..
        }
    ));
}
