//! Which settings there are, and what may be said of one that is none of them.
//!
//! A name that nobody knows may be a key in the wrong place, so that it is quoted only if it is, but for a slip
//! of the finger or two, a name of ours. Any other is told by its line.

/// The settings of one provider's table. Each provider's folder has its own.
pub(crate) struct SettingNames {
    /// The table's name.
    pub(crate) table: &'static str,
    /// Settings that are given as they are.
    pub(crate) plain: &'static [&'static str],
    /// Settings that may also be given as `…_file` or `…_env`.
    pub(crate) secret: &'static [&'static str],
}

/// How each provider's host is reached.
const CONNECTION: [&str; 6] = [
    "timeout_seconds",
    "connect_timeout_seconds",
    "ca_file",
    "roots",
    "proxy",
    "user_agent",
];
const CONNECTION_SECRETS: [&str; 1] = ["proxy_credentials"];

/// The tables that one file may hold side by side.
pub(crate) const TABLES: [&SettingNames; 3] =
    [&crate::icash::SETTINGS, &crate::mypay::SETTINGS, &crate::omni::SETTINGS];

impl SettingNames {
    /// Every name that the table may hold.
    fn all(&self) -> impl Iterator<Item = String> {
        let plain = self.plain.iter().chain(&CONNECTION).map(|name| (*name).to_owned());
        let secret = self.secret.iter().chain(&CONNECTION_SECRETS);
        plain.chain(secret.flat_map(|name| ["", "_file", "_env"].map(|ending| format!("{name}{ending}"))))
    }

    fn has(&self, name: &str) -> bool {
        self.all().any(|known| known == name)
    }

    /// Why this is no setting of the table; `None` if it is one.
    pub(crate) fn problem(&self, name: &str, line: usize) -> Option<String> {
        if self.has(name) {
            return None;
        }
        let table = self.table;
        if let Some(other) = TABLES.iter().find(|other| other.has(name)) {
            // The same table's: it is read for something that takes fewer.
            let whose = match other.table == table {
                true => "a client's".to_owned(),
                false => format!("one of [{}]", other.table),
            };
            return Some(format!(
                "[{table}] {name} is not a known setting here, but {whose} (line {line})"
            ));
        }
        Some(match nearest(name, self.all()) {
            Some(known) => {
                format!("[{table}] {name} is not a known setting (line {line}); did you mean {known}?")
            }
            None => format!(
                "[{table}] line {line} is not a known setting; known are {} (also as …_file or …_env), {}",
                [self.secret, &CONNECTION_SECRETS].concat().join(", "),
                [self.plain, &CONNECTION].concat().join(", ")
            ),
        })
    }
}

/// Why this, which stands outside of the known tables, is no known table.
pub(crate) fn problem_of_table(name: &str, line: usize) -> String {
    if let Some(table) = TABLES.iter().find(|table| table.has(name)) {
        let table = table.table;
        return format!("{name} stands outside of a table (line {line}); write it below the line [{table}]");
    }
    let tables = || TABLES.iter().map(|table| table.table.to_owned());
    match nearest(name, tables()) {
        Some(known) => format!("unknown setting or table: {name} (line {line}); did you mean [{known}]?"),
        None => {
            let known: Vec<String> = tables().map(|table| format!("[{table}]")).collect();
            format!(
                "unknown setting or table in line {line}; known are {}",
                known.join(", ")
            )
        }
    }
}

/// The name that was meant, if it is so near that nothing but a slip is between.
fn nearest(name: &str, known: impl Iterator<Item = String>) -> Option<String> {
    let plain = |name: &str| name.replace(['_', '-', ' '], "").to_lowercase();
    // However it is written, what is quoted is no longer than what we know.
    let distances = known
        .filter(|known| name.chars().count() <= known.len() + 2)
        .map(|known| {
            let distance = strsim::osa_distance(&plain(name), &plain(&known));
            (distance, known)
        });
    let near = distances.filter(|(distance, known)| *distance <= 2 && distance * 3 < known.len());
    near.min().map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_named_and_anything_else_is_not_quoted() {
        let problem = |name: &str| crate::icash::SETTINGS.problem(name, 7);
        for name in ["aes_iv", "aes_key_file", "enc_key_id_env", "ca_file", "environment"] {
            assert_eq!(problem(name), None, "{name}");
        }
        for (slip, meant) in [
            ("aes_vi", "aes_iv"),
            ("aesKey", "aes_key"),
            ("AES_KEY", "aes_key"),
            ("aes-iv", "aes_iv"),
            ("tiemout_seconds", "timeout_seconds"),
            ("merchant_private_keyfile", "merchant_private_key_file"),
            ("enviroment", "environment"),
        ] {
            let problem = problem(slip).unwrap();
            assert!(
                problem.contains(&format!(
                    "[icash] {slip} is not a known setting (line 7); did you mean {meant}?"
                )),
                "{problem}"
            );
        }
        for secret in [
            "CANARY0123456789abcdef0123456789",
            "CANARY",
            "hunter2",
            "aes_key_0123456789abcdef",
            "aes_iv_CANARY",
        ] {
            let problem = problem(secret).unwrap();
            assert!(
                problem.contains("line 7 is not a known setting; known are"),
                "{problem}"
            );
            assert!(!problem.contains(secret), "{problem}");
        }
        let elsewhere = problem("client_secret").unwrap();
        assert!(elsewhere.contains("but one of [omni]"), "{elsewhere}");
    }

    #[test]
    fn what_stands_outside_of_a_table_is_told_where_it_belongs() {
        assert!(problem_of_table("aes_key", 1).contains("write it below the line [icash]"));
        assert!(problem_of_table("icsah", 2).contains("icsah (line 2); did you mean [icash]?"));
        let problem = problem_of_table("CANARY", 3);
        assert_eq!(
            problem,
            "unknown setting or table in line 3; known are [icash], [mypay], [omni]"
        );
    }
}
