//! The file of secrets.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use gateway::Secret;
use telemetry::{Secrets, SecretsError};

#[test]
fn secrets_come_back_and_only_their_owner_reads_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secrets.toml");
    let mut secrets = Secrets::read(&path).unwrap();
    secrets.set_password("M1", Some(Secret::new("123456")));
    secrets.set_key("M1", Some(Secret::new("0123456789abcdeffedcba9876543210")));
    secrets.write(&path).unwrap();
    secrets.set_password("M1", Some(Secret::new("65\"43")));
    secrets.write(&path).unwrap();
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let again = Secrets::read(&path).unwrap();
    assert_eq!(again.password("M1").unwrap().reveal(), "65\"43");
    assert_eq!(again.devices().collect::<Vec<_>>(), ["M1"]);
    assert!(!format!("{again:?}").contains("43"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_file_that_others_may_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secrets.toml");
    fs::write(&path, "").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let refused = Secrets::read(&path).unwrap_err();
    assert!(
        matches!(refused, SecretsError::Open { mode: 0o640, .. }),
        "{refused}"
    );
}

#[test]
fn a_file_that_is_wrong_is_refused_without_showing_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secrets.toml");
    fs::write(&path, "[device.M1]\npasword = \"123456\"\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let refused = Secrets::read(&path).unwrap_err();
    assert!(
        matches!(refused, SecretsError::Form { at: 12, .. }),
        "{refused}"
    );
    assert!(!format!("{refused} {refused:?}").contains("123456"));
}
