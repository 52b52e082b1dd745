//! Credentials on disk: many who save into one folder, some of whom are killed, whatever the umask.

use crate::support::*;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Barrier, LazyLock};
use std::time::Duration;
use twpos::crypto::{PrivateKey, PublicKey};
use twpos::icash::*;

const KEY_FILES: [&str; 2] = ["merchant_private_key.pem", "icash_public_key.pem"];

/// Two merchants' credentials, told apart by each of their parts.
fn credentials(which: usize) -> Credentials {
    let keys = &vectors()["keys"];
    let (private, public) = [("merchant", "icash"), ("foreign", "merchant")][which];
    let aes_key = ["0", "1"][which].repeat(32);
    Credentials {
        merchant_private_key: PrivateKey::from_text(text(&keys[format!("{private}_private_key")])).unwrap(),
        icash_public_key: PublicKey::from_text(text(&keys[format!("{public}_public_key")])).unwrap(),
        aes: AesCredential::new(["1", "2"][which], &aes_key, "0123456789abcdef").unwrap(),
        icash_public_key_expires: None,
    }
}

/// In memory where there is such a folder: hundreds of saves would wait minutes for a busy disk.
fn folder_in_memory() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").unwrap_or_else(|_| tempfile::tempdir().unwrap())
}

/// The files of `folder` are all of one credential, or absent; gives which.
fn owner(folder: &Path) -> Option<usize> {
    static KEYS: LazyLock<[[String; 2]; 2]> = LazyLock::new(|| {
        [0, 1].map(|which| {
            let credentials = credentials(which);
            let private = credentials.merchant_private_key.to_pem().unwrap().to_string();
            [private, credentials.icash_public_key.to_pem().to_owned()]
        })
    });
    let mut owners = Vec::new();
    if let Ok(config) = fs::read_to_string(folder.join("till.toml")) {
        let of = |which: usize| config.contains(&["0", "1"][which].repeat(32));
        owners.push((0..2).find(|which| of(*which)).expect("till.toml is whole"));
    }
    for (at, name) in KEY_FILES.into_iter().enumerate() {
        if let Ok(pem) = fs::read_to_string(folder.join(name)) {
            owners.push((0..2).find(|which| KEYS[*which][at] == pem).expect("the key is whole"));
        }
    }
    owners.dedup();
    assert!(owners.len() <= 1, "of two credentials: {:?}", names(folder));
    owners.pop()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != ".twpos.lock")
        .collect();
    names.sort();
    names
}

const ALL: [&str; 3] = ["icash_public_key.pem", "merchant_private_key.pem", "till.toml"];

/// Of those who saved, all have saved the same credential; and only they were told so.
fn check_results(folder: &Path, results: &[(usize, bool)]) {
    let saved: Vec<usize> = results
        .iter()
        .filter(|(_, saved)| *saved)
        .map(|(which, _)| *which)
        .collect();
    let owner = owner(folder);
    assert!(owner.is_some(), "nobody saved: {results:?}");
    let of_owner = results.iter().filter(|(which, _)| Some(*which) == owner);
    assert_eq!(
        saved,
        of_owner.map(|(which, _)| *which).collect::<Vec<_>>(),
        "{owner:?}: {results:?}"
    );
    assert_eq!(names(folder), ALL);
}

#[test]
fn of_many_threads_that_save_at_once_one_credential_remains() {
    let root = folder_in_memory();
    let both = [credentials(0), credentials(1)];
    for round in 0..100 {
        let folder = root.path().join(format!("new/{round}"));
        let start = Barrier::new(8);
        let save = |which: usize| {
            start.wait();
            (which, both[which].save(&folder, "https://host.example", None))
        };
        let results = std::thread::scope(|scope| {
            let save = &save;
            let threads: Vec<_> = (0..8).map(|at| scope.spawn(move || save(at % 2))).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect::<Vec<_>>()
        });
        for error in results.iter().filter_map(|(_, result)| result.as_ref().err()) {
            assert!(error.detail.contains("another key"), "{error}");
        }
        let results: Vec<_> = results.iter().map(|(which, result)| (*which, result.is_ok())).collect();
        check_results(&folder, &results);
    }
}

/// Another AES credential for the same keys replaces till.toml, and no half of one is ever seen.
#[test]
fn a_rotated_credential_takes_its_turn() {
    let folder = folder_in_memory();
    let start = Barrier::new(4);
    let made = |number: usize| {
        let mut credentials = credentials(0);
        let (key, iv) = (format!("{number:032}"), format!("{number:016}"));
        credentials.aes = AesCredential::new(&number.to_string(), &key, &iv).unwrap();
        credentials
    };
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (start, folder) = (&start, folder.path());
            scope.spawn(move || {
                start.wait();
                for number in 0..20 {
                    let saved = made(thread * 100 + number).save(folder, "https://host.example", None);
                    let loaded = Config::from_file(saved.unwrap()).unwrap().credentials.aes;
                    let number = loaded.enc_key_id().parse().unwrap();
                    assert_eq!(loaded, made(number).aes);
                }
            });
        }
    });
    assert_eq!(names(folder.path()), ALL);
}

/// Not a test of its own: what [`Saver`] runs, a process that saves where its standard input says.
#[test]
#[ignore = "a process of other tests"]
fn saver() {
    let Ok(which) = std::env::var("TWPOS_TEST_SAVER") else {
        return;
    };
    let credentials = credentials(which.parse().unwrap());
    let mut out = std::io::stdout();
    // The harness has written half a line.
    writeln!(out, "\nready").unwrap();
    for folder in std::io::stdin().lines() {
        let saved = credentials.save(Path::new(&folder.unwrap()), "https://host.example", None);
        writeln!(out, "{}", if saved.is_ok() { "saved" } else { "refused" }).unwrap();
    }
}

struct Saver {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Saver {
    fn start(which: usize, umask: &str) -> Self {
        let mut child = Command::new("sh")
            .args(["-c", "umask \"$0\"; exec \"$@\"", umask])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "icash::save::saver", "--ignored", "--nocapture"])
            .env("TWPOS_TEST_SAVER", which.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut saver = Saver { child, input, output };
        while saver.line() != "ready" {}
        saver
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        assert_ne!(self.output.read_line(&mut line).unwrap(), 0, "the process ended");
        line.trim_end().to_owned()
    }

    fn begin(&mut self, folder: &Path) {
        writeln!(self.input, "{}", folder.display()).unwrap();
    }

    fn has_saved(&mut self) -> bool {
        loop {
            match self.line().as_str() {
                "saved" => return true,
                "refused" => return false,
                // The harness's own words.
                _ => {}
            }
        }
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        self.child.kill().unwrap_or_default();
        self.child.wait().unwrap();
    }
}

#[cfg(unix)]
#[test]
fn of_many_processes_that_save_at_once_one_credential_remains() {
    let root = folder_in_memory();
    let mut savers: Vec<_> = (0..6).map(|at| (at % 2, Saver::start(at % 2, "022"))).collect();
    for round in 0..200 {
        let folder = root.path().join(round.to_string());
        // Who is told first has a head start.
        savers.rotate_left(1);
        savers.iter_mut().for_each(|(_, saver)| saver.begin(&folder));
        let results: Vec<_> = savers
            .iter_mut()
            .map(|(which, saver)| (*which, saver.has_saved()))
            .collect();
        check_results(&folder, &results);
    }
}

/// In a folder with somebody's earlier till.toml, whose keys are gone.
#[cfg(unix)]
#[test]
fn a_killed_process_leaves_no_mixture_and_its_folder_can_be_used_again() {
    let root = folder_in_memory();
    let earlier = root.path().join("earlier");
    credentials(1).save(&earlier, "https://host.example", None).unwrap();
    for kill in 0..30 {
        let mut saver = Saver::start(0, "022");
        let folders: Vec<_> = (0..20).map(|at| root.path().join(format!("{kill}-{at}"))).collect();
        for folder in &folders {
            fs::create_dir(folder).unwrap();
            fs::copy(earlier.join("till.toml"), folder.join("till.toml")).unwrap();
            saver.begin(folder);
        }
        std::thread::sleep(Duration::from_micros(500 + 600 * kill));
        drop(saver);
        for folder in &folders {
            owner(folder);
            if kill % 10 == 0 {
                credentials(0).save(folder, "https://host.example", None).unwrap();
                assert_eq!(
                    (owner(folder), names(folder)),
                    (Some(0), ALL.map(str::to_owned).to_vec())
                );
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn folder_and_files_are_their_owners_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for umask in ["000", "022", "077", "277", "777"] {
        let root = folder_in_memory();
        let folder = root.path().join("a/b");
        let mut saver = Saver::start(0, umask);
        saver.begin(&folder);
        assert!(saver.has_saved(), "umask {umask}");
        for folder in [&root.path().join("a"), &folder] {
            assert_eq!(mode(folder), 0o700, "umask {umask}");
        }
        for name in ALL {
            assert_eq!(mode(&folder.join(name)), 0o600, "umask {umask}: {name}");
        }
    }
    // What was there before, with the same key.
    let folder = folder_in_memory();
    let key = folder.path().join("merchant_private_key.pem");
    fs::write(&key, &*credentials(0).merchant_private_key.to_pem().unwrap()).unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    credentials(0)
        .save(folder.path(), "https://host.example", None)
        .unwrap();
    assert_eq!(mode(&key), 0o600);
}

#[test]
fn what_an_earlier_process_left_half_written_is_removed() {
    let folder = folder_in_memory();
    let left = folder.path().join(".twpos-0123456789abcdef.unfinished");
    fs::write(&left, "KEY").unwrap();
    fs::write(folder.path().join("other.unfinished"), "of somebody else").unwrap();
    Credentials::check_save(folder.path(), "https://host.example", None).unwrap();
    assert_eq!(names(folder.path()), ["other.unfinished"]);
}

#[test]
fn when_the_key_ends_is_kept_beside_it() {
    let folder = folder_in_memory();
    let mut issued = credentials(0);
    issued.icash_public_key_expires = Some("2027/11/21 12:00:00".to_owned());
    let saved = issued.save(folder.path(), "https://host.example", None).unwrap();
    let loaded = Config::from_file(saved).unwrap().credentials;
    assert_eq!(loaded.icash_public_key_expires, issued.icash_public_key_expires);
}

/// Where mkdir says that there is no such folder although there is, and where one is made by the way.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_made_is_an_error_and_not_the_end() {
    for folder in ["/proc/nope", "/proc/nope/deeper", "/proc/self/fd/9999/x", ""] {
        let error = Credentials::check_save(Path::new(folder), "https://host.example", None).unwrap_err();
        assert_eq!(error.kind, twpos::ErrorKind::Config, "{folder}: {error}");
        assert!(
            credentials(0)
                .save(Path::new(folder), "https://host.example", None)
                .is_err()
        );
    }
    assert!(!Path::new(".twpos.lock").exists());
    let root = folder_in_memory();
    credentials(0)
        .save(&root.path().join("a/../b/."), "https://host.example", None)
        .unwrap();
    assert_eq!(owner(&root.path().join("b")), Some(0));
}

#[test]
fn what_no_client_would_take_is_refused_before_anything_is_written() {
    let root = folder_in_memory();
    let folder = root.path().join("new");
    fs::write(root.path().join("not_a_ca.pem"), "x").unwrap();
    for (base_url, ca_file, problem) in [
        ("http://127.0.0.1:99999", None, "base_url"),
        ("https://user:CANARY@host.example", None, "base_url must not contain"),
        ("http://host.example", None, "base_url must be https"),
        ("", None, "base_url"),
        ("https://host.example", Some("missing.pem"), "ca_file"),
        ("https://host.example", Some("../not_a_ca.pem"), "ca_file"),
    ] {
        let saved = credentials(0).save(&folder, base_url, ca_file).unwrap_err();
        let checked = Credentials::check_save(&folder, base_url, ca_file).unwrap_err();
        assert_eq!(saved, checked);
        assert_eq!(saved.kind, twpos::ErrorKind::Config);
        assert!(
            saved.detail.contains(problem) && !saved.detail.contains("CANARY"),
            "{saved}"
        );
        assert!(!folder.exists());
    }
}
